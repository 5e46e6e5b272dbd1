"""The same for settings of pydantic."""

# %% known
class Settings(BaseSettings):
    url: str = "x"
Settings().url
# %% known
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="NOT_SET_", env_nested_delimiter="__")
    url: str = Field(default="x", validation_alias=AliasChoices("NOT_SET_A", "NOT_SET_B"))
settings = Settings()
settings.url
# %% known
class Settings(BaseSettings):
    url: str = Field("x", alias="NOT_SET_URL")
settings = Settings()
settings.url
# %% known
class Settings(BaseSettings):
    url: Annotated[str, Field(alias="NOT_SET_URL")] = "x"
settings = Settings()
settings.url
# %% known
class Settings(BaseSettings):
    url: str = Field("x", alias="NOT_SET_URL")
settings = Settings(NOT_SET_URL="y")
settings.url
# %% known
class Settings(BaseSettings):
    url: str = "x"
settings = Settings(url="y")
settings.url
# %% known
class Settings(BaseSettings):
    url: str = "x"
settings = Settings(_env_file=None)
settings.url
# %%
class Settings(BaseSettings):
    url: str = "x"
OPTIONS = json.loads('{"url": "z"}')
settings = Settings(**OPTIONS)
settings.url
# %% known
class Settings(BaseSettings):
    origins: list[str] = Field(default_factory=lambda: ["a"])
Settings().origins
# %% known
class Part(BaseModel):
    size: int = 3
class Settings(BaseSettings):
    part: Part = Part()
Settings().part.size
# %% known
class Part(BaseModel):
    size: int = 3
class Settings(BaseSettings):
    part: Part = Part(size=5)
settings = Settings()
settings.part.size
# %% known
class Part(BaseModel):
    size: int = 3
class Settings(BaseSettings):
    part: Part = Field(default_factory=Part)
settings = Settings()
settings.part.size
# %% known
class Base(BaseSettings):
    url: str = "x"
class Settings(Base):
    pass
Settings().url
# %% known
class Base(BaseSettings):
    url: str = "x"
class Settings(Base):
    url: str = "y"
Settings().url
# %% known
class Common(BaseModel):
    url: str = "x"
class Settings(Common, BaseSettings):
    other: str = "z"
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    @field_validator("url")
    @classmethod
    def change(cls, value):
        return value + "!"
Settings().url
# %%
class Base(BaseSettings):
    url: str = "x"
class Settings(Base):
    @field_validator("url")
    @classmethod
    def change(cls, value):
        return value + "!"
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    @model_validator(mode="after")
    def change(self):
        self.url = "y"
        return self
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    @model_validator(mode="before")
    @classmethod
    def change(cls, data):
        data["url"] = "y"
        return data
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    @model_validator(mode="before")
    @classmethod
    def change(cls, data):
        return {"url": "y", **data}
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    @model_validator(mode="before")
    @classmethod
    def change(cls, data):
        for key in ("url",):
            data.setdefault(key, "y")
        return data
Settings().url
# %% known
class Settings(BaseSettings):
    url: str = "x"
    @model_validator(mode="after")
    def check(self):
        if self.url == "y":
            raise ValueError("no")
        return self
Settings().url
# %%
class Settings(BaseSettings):
    url: str = "x"
    def model_post_init(self, context):
        self.url = "y"
Settings().url
# %%
class Settings(BaseSettings):
    url: Annotated[str, BeforeValidator(lambda value: value + "!")] = "x"
Settings().url
# %%
Shout = Annotated[str, AfterValidator(lambda value: value + "!")]
class Settings(BaseSettings):
    url: Shout = "x"
Settings().url
# %% known
class Settings(BaseSettings):
    size: int = "3"
Settings().size
# %% known
class Settings(BaseSettings):
    debug: bool = "yes"
Settings().debug
# %% known
class Settings(BaseSettings):
    url: PostgresDsn = "postgresql+asyncpg://u:p@h/d"
str(Settings().url)
# %% known
class Settings(BaseSettings):
    origin: AnyHttpUrl = "http://localhost:3000"
str(Settings().origin)
# %% known
class Settings(BaseSettings):
    secret: SecretStr = "s"
Settings().secret.get_secret_value()
# %%
class Settings(BaseSettings):
    secret: SecretStr = "s"
f"{Settings().secret}"
# %%
class Settings(BaseSettings):
    home: Path = "/x"
Settings().home
# %%
class Kind(Enum):
    A = "a"
class Settings(BaseSettings):
    kind: Kind = "a"
Settings().kind == "a"
# %% known
class Kind(Enum):
    A = "a"
class Settings(BaseSettings):
    kind: Kind = Kind.A
Settings().kind.value
# %% known
class Settings(BaseSettings):
    host: str = "h"
    @property
    def url(self) -> str:
        return f"http://{self.host}"
Settings().url
# %% known
class Settings(BaseSettings):
    host: str = "h"
    @computed_field
    @property
    def url(self) -> str:
        return f"http://{self.host}"
settings = Settings(host="g")
settings.url
# %% known
class Base(BaseSettings):
    host: str = "h"
    @property
    def url(self) -> str:
        return f"http://{self.host}"
class Settings(Base):
    host: str = "g"
Settings().url
# %% known
class Settings(BaseSettings):
    host: str = "h"
    port: int = 5
    @computed_field
    @cached_property
    def url(self) -> str:
        return str(PostgresDsn.build(scheme="postgresql+asyncpg", host=self.host, port=self.port))
Settings().url
# %% known
class Settings(BaseSettings):
    url: str = "x"
@lru_cache
def get_settings() -> Settings:
    return Settings()
get_settings().url
# %% known
class Settings(BaseSettings):
    url: str = "x"
@lru_cache(maxsize=1)
def get_settings():
    return Settings(url="y")
get_settings().url
# %% known
class Settings(BaseSettings):
    url: str = "x"
settings = Settings()
def make(settings: Settings):
    return settings.url + "!"
make(settings)
# %% known
class Settings(BaseSettings):
    url: str = os.getenv("NOT_SET", "x")
Settings().url
# %% known
class Settings(BaseSettings):
    url: str | None = None
Settings().url or "fallback"
# %% known
class Settings(BaseSettings):
    url: Optional[str] = "x"
Settings().url
# %%
class Settings(BaseSettings):
    url: str
Settings(**{"url": "a"}).url
# %% known
class Settings(BaseSettings):
    origins: str = "a,b"
    @property
    def listed(self) -> list[str]:
        return [origin.strip() for origin in self.origins.split(",")]
Settings().listed
# %% known
@pydantic_dataclass
class Settings:
    url: str = "x"
Settings().url
