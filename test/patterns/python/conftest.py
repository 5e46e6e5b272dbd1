pytest_plugins = ["acme.client_fixture", "acme.database_fixture"]
