import assert from "node:assert/strict";
import { readAnnotation } from "#syntax/annotation";

describe("annotations", () => {
  const classes: readonly (readonly [text: string, type: string | undefined])[] = [
    ["Session", "Session"],
    ["orm . Session", "orm.Session"],
    ['"Session"', "Session"],
    ["Optional[Session]", "Session"],
    ['typing.Optional["orm.Session"]', "orm.Session"],
    ["Session | None", "Session"],
    ["None | Session", "Session"],
    ['"Session | None"', "Session"],
    ["Union[Session, None]", "Session"],
    ["Optional[Union[None, Session]]", "Session"],
    ["Annotated[Session | None, Depends(get_db)]", "Session"],
    ['"Annotated[Session, Depends(get_db)]"', "Session"],
    ["Annotated[Session, Doc('a, b')]", "Session"],
    ["Mapped[Address]", "Address"],
    ["list[Session]", "list"],
    ["dict[str, Session] | None", "dict"],
    ["Session | AsyncSession", undefined],
    ["Union[Session, AsyncSession]", undefined],
    ['Union["Session", "AsyncSession"]', undefined],
    ["Optional[Session | AsyncSession]", undefined],
    ["dict[str, int] | Session", undefined],
    ["None", undefined],
    ["", undefined],
    // Half typed.
    ["Optional[Session", "Session"],
    ['"Session', "Session"],
  ];
  for (const [text, type] of classes)
    it(`finds ${type ?? "no one class"} in ${text}`, () => {
      assert.equal(readAnnotation(text).type, type);
    });

  it("finds what a generator yields", () => {
    assert.equal(readAnnotation("AsyncGenerator[Session, None]", true).type, "Session");
    assert.equal(readAnnotation("Iterator[Session]", true).type, "Session");
    assert.equal(readAnnotation("Generator[Session | None, None, None]", true).type, "Session");
    assert.equal(readAnnotation("Session", true).type, "Session");
  });

  it("finds the dependency beside the class, and alone", () => {
    const both = { type: "Session", dependency: "deps.get_db" };
    assert.deepEqual(readAnnotation("Annotated[Session, Depends(deps.get_db)]"), both);
    assert.equal(readAnnotation("Security(dependency=get_user, scopes=[])").dependency, "get_user");
    assert.equal(readAnnotation("Annotated[A | B, Depends(get_db)]").dependency, "get_db");
  });
});
