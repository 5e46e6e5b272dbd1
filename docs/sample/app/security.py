import hashlib

from passlib.context import CryptContext

contexts = CryptContext(schemes=["bcrypt"], deprecated="auto")


def hash_password(password: str) -> str:
    return contexts.hash(password)


def legacy_hash(password: str) -> str:
    return hashlib.md5(password.encode()).hexdigest()
