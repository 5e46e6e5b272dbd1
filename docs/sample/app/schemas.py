from pydantic import BaseModel, EmailStr


class Credentials(BaseModel):
    email: EmailStr
    password: str


class CustomerOut(BaseModel):
    id: int
    email: EmailStr


class OrderIn(BaseModel):
    isbn: str
    quantity: int = 1
