from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.models import Customer
from app.schemas import Credentials, CustomerOut
from app.security import hash_password

router = APIRouter(prefix="/customers", tags=["customers"])
Session = Annotated[AsyncSession, Depends(get_session)]


@router.post("/", status_code=201, response_model=CustomerOut)
async def register(credentials: Credentials, session: Session) -> Customer:
    customer = Customer(
        email=credentials.email,
        password=hash_password(credentials.password),
    )
    session.add(customer)
    await session.commit()
    return customer


@router.post("/login", response_model=CustomerOut)
async def login(credentials: Credentials, session: Session) -> Customer:
    query = select(Customer).where(Customer.email == credentials.email)
    customer = (await session.scalars(query)).first()
    if customer is None or customer.password != credentials.password:
        raise HTTPException(401, "Wrong email or password", {"WWW-Authenticate": "Bearer"})
    return customer
