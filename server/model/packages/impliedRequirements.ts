/** What well-known packages require themselves, for projects without a lock file. Read off the packages' metadata in November 2026. */

export interface ImpliedRequirement {
  readonly of: string;
  /** Only with this extra. */
  readonly extra?: string;
  /** Only where every version that the project may run is before this one. */
  readonly below?: string;
  readonly requires: string;
  readonly constraint: string;
}

export const impliedRequirements: readonly ImpliedRequirement[] = [
  { of: "fastapi", requires: "starlette", constraint: "" },
  { of: "fastapi", below: "0.133.0", requires: "starlette", constraint: "<1.0.0" },
  { of: "fastapi", requires: "pydantic", constraint: "" },
  { of: "fastapi", below: "0.100.0", requires: "pydantic", constraint: "<2.0.0" },
  { of: "fastapi", extra: "standard", requires: "uvicorn", constraint: "" },
  { of: "fastapi", extra: "standard", requires: "python-multipart", constraint: "" },
  { of: "fastapi", extra: "all", requires: "uvicorn", constraint: "" },
  { of: "fastapi", extra: "all", requires: "python-multipart", constraint: "" },
  { of: "sqlmodel", requires: "sqlalchemy", constraint: "" },
  { of: "sqlmodel", requires: "pydantic", constraint: "" },
  { of: "sqlmodel", below: "0.0.48", requires: "sqlalchemy", constraint: "<2.1.0" },
  { of: "sqlmodel", below: "0.0.12", requires: "sqlalchemy", constraint: "<2.0.0" },
  { of: "sqlalchemy", extra: "asyncio", requires: "greenlet", constraint: "" },
  { of: "passlib", extra: "bcrypt", requires: "bcrypt", constraint: "" },
  { of: "pwdlib", extra: "bcrypt", requires: "bcrypt", constraint: "" },
  { of: "pydantic-settings", requires: "pydantic", constraint: "" },
];
