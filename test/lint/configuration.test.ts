import assert from "node:assert/strict";
import {
  type ConfigurationFiles,
  Configurations,
  configurationOf,
  excludesOf,
  withEditorSettings,
} from "#lint/configuration";
import { readConfiguration } from "#lint/configurationReader";
import { applyEdits } from "#lint/edits";
import { defaultSettings } from "#settings";
import { exampleRule } from "./exampleRules.ts";

const rules = [
  exampleRule("missing-pool-pre-ping", { aliases: ["no-pre-ping"] }),
  exampleRule("cors-any-origin", { category: "security" }),
];

function files(texts: Readonly<Record<string, string>>): ConfigurationFiles {
  const map = new Map(Object.entries(texts));
  return { manifestFiles: () => new Set(map.keys()), manifest: (path) => map.get(path) };
}

/** Problems as the text that they stand at and their message. */
function problemsIn(text: string, path = "/w/routewright.toml"): readonly string[] {
  return readConfiguration(path, text, rules).problems.map(
    ({ range, message }) => `${text.slice(range.start, range.end)} → ${message}`,
  );
}

describe("configuration", () => {
  it("is the default where nothing is configured", () => {
    const { settings, problems, path } = configurationOf("/w/app", files({}));
    assert.deepEqual(settings, defaultSettings);
    assert.deepEqual(settings.limits, { "pool-size": 20, "max-overflow": 40 });
    assert.deepEqual([problems, path], [[], undefined]);
  });

  const text = `profile = "strict"
select = ["database", "cors-any-origin"]
ignore = ["no-pre-ping"]
exclude = ["old/**"]
[severity]
security = "info"
[per-file-ignores]
"tests/**" = ["database"]
[roles]
script = ["jobs/**"]
[limits]
pool-size = 5
`;
  for (const [path, toml] of [
    ["/w/routewright.toml", text],
    ["/w/pyproject.toml", `[tool.routewright]\n${text.replaceAll("\n[", "\n[tool.routewright.")}`],
  ] as const)
    it(`is read from ${path.slice(3)}`, () => {
      const found = configurationOf("/w/app/deep", files({ [path]: toml }), undefined, rules);
      assert.deepEqual(found.problems, []);
      assert.equal(found.path, path);
      assert.deepEqual(found.settings, {
        profile: "strict",
        select: ["database", "cors-any-origin"],
        ignore: ["missing-pool-pre-ping"],
        severity: { security: "info" },
        exclude: ["old/**"],
        "per-file-ignores": { "tests/**": ["database"] },
        roles: { ...defaultSettings.roles, script: ["jobs/**"] },
        "respect-ruff": true,
        limits: { "pool-size": 5, "max-overflow": 40 },
      });
      assert.equal(found.roleOf("/w/jobs/a.py"), "script");
      assert.equal(found.roleOf("/w/app/jobs/a.py"), undefined);
      assert.ok(found.isExcluded("/w/old/a.py"));
      assert.ok(!found.isExcluded("/w/new/old/a.py"));
      const [database, security] = rules;
      assert.ok(database && security);
      assert.ok(found.isIgnored(database, "/w/tests/a.py"));
      assert.ok(!found.isIgnored(database, "/w/app/a.py"));
      assert.ok(!found.isIgnored(security, "/w/tests/a.py"));
      assert.ok(excludesOf(path, toml)?.matches("old/a.py"));
    });

  it("is that of the nearest file; others in between do not count", () => {
    const texts = {
      "/w/pyproject.toml": '[tool.routewright]\nprofile = "strict"\nignore = ["async"]',
      "/w/api/pyproject.toml": "[tool.ruff]\nline-length = 100",
      "/w/api/v1/routewright.toml": 'ignore = ["routing"]',
      "/w/api/v1/pyproject.toml": '[tool.routewright]\nprofile = "strict"',
    };
    assert.equal(configurationOf("/w/api", files(texts)).path, "/w/pyproject.toml");
    const nearest = configurationOf("/w/api/v1/x", files(texts)).settings;
    assert.deepEqual([nearest.profile, nearest.ignore], ["recommended", ["routing"]]);
    assert.equal(excludesOf("/w/api/pyproject.toml", texts["/w/api/pyproject.toml"]), undefined);
  });

  it("tells unknown keys and uses the rest", () => {
    assert.deepEqual(
      problemsIn('profil = "strict"\nignore = ["database"]\n[limits]\npool_size = 1\nother = 2\n'),
      [
        "profil → `profil` is no setting. Did you mean `profile`?",
        "pool_size → `pool_size` is no setting. Did you mean `pool-size`?",
        "other → `other` is no setting. The settings are `pool-size`, `max-overflow`.",
      ],
    );
  });

  it("tells wrong values and uses the default", () => {
    const toml =
      'profile = "loud"\nexclude = "x"\nselect = ["database", 1]\n[severity]\ndatabase = "fatal"\n[limits]\npool-size = -1\nmax-overflow = 7\n';
    const { settings, problems } = readConfiguration("/w/routewright.toml", toml, rules);
    assert.deepEqual(
      problems.map(({ range }) => toml.slice(range.start, range.end)),
      ['"loud"', '"x"', "1", '"fatal"', "-1"],
    );
    for (const { message } of problems) assert.match(message, /\. The default is used\.$/);
    assert.deepEqual(settings, {
      ...defaultSettings,
      limits: { "pool-size": 20, "max-overflow": 7 },
    });
  });

  it("tells names that mean no rule, with what was meant", () => {
    assert.deepEqual(
      problemsIn('select = ["cors-any-orign", "database"]\n[severity]\nnope = "info"\n'),
      [
        '"cors-any-orign" → There is no rule or category `cors-any-orign`. Did you mean `cors-any-origin`?',
        "nope → There is no rule or category `nope`. It has no effect.",
      ],
    );
  });

  it("repairs a key, a value and a name that are misspelt", () => {
    const toml = `profil = "strict"
select = ['cors-any-orign', "databse"]
severity = { securty = "warnign" }
[limts]
pool-size = 1
`;
    let mended = toml;
    for (let round = 0; round < 4; round++) {
      const { problems } = readConfiguration("/w/routewright.toml", mended, rules);
      const fixes = problems.flatMap((it) => it.fixes.slice(0, 1));
      const edits = fixes.flatMap((fix) => fix.edits()).filter((edit) => "range" in edit);
      mended = applyEdits(mended, edits);
    }
    assert.equal(
      mended,
      `profile = "strict"
select = ['cors-any-origin', "database"]
severity = { security = "warning" }
[limts]
pool-size = 1
`,
    );
    const { problems } = readConfiguration("/w/routewright.toml", 'profil = "strict"', rules);
    assert.deepEqual(
      problems[0]?.fixes.map(({ title }) => title),
      ["Change it to profile"],
    );
  });

  it("takes the entrypoint of FastAPI's own table, or its own", () => {
    const fastapi = '[tool.fastapi]\nentrypoint = "app.main:app"\n';
    const entrypoint = (texts: Readonly<Record<string, string>>): string | undefined =>
      configurationOf("/w/app", files(texts)).settings.entrypoint;
    assert.equal(entrypoint({}), undefined);
    assert.equal(entrypoint({ "/w/pyproject.toml": fastapi }), "app.main:app");
    assert.equal(
      entrypoint({
        "/w/pyproject.toml": fastapi,
        "/w/routewright.toml": 'entrypoint = "app.factory:make()"',
      }),
      "app.factory:make()",
    );
    for (const wrong of ['"app/main.py"', "3", '"app.main"', '"../x:y"'])
      assert.equal(
        entrypoint({ "/w/pyproject.toml": `[tool.fastapi]\nentrypoint = ${wrong}\n` }),
        undefined,
      );
    assert.deepEqual(problemsIn('entrypoint = "app.main"'), [
      '"app.main" → An entrypoint is written as `module:variable`, such as `app.main:app`. The default is used.',
    ]);
  });

  it("tells a table that another file beside it makes useless", () => {
    const pyproject = '[project]\nname = "x"\n[tool.routewright.severity]\nasync = "info"\n';
    const texts = { "/w/routewright.toml": 'profile = "strict"', "/w/pyproject.toml": pyproject };
    const { problems, path } = configurationOf("/w", files(texts));
    assert.equal(path, "/w/routewright.toml");
    assert.deepEqual(
      problems.map((it) => [it.path, pyproject.slice(it.range.start, it.range.end), it.message]),
      [
        [
          "/w/pyproject.toml",
          "[tool.routewright.severity]",
          "`routewright.toml` beside this file counts instead. This table has no effect.",
        ],
      ],
    );
    const other = { ...texts, "/w/pyproject.toml": "[tool.ruff]\n" };
    assert.deepEqual(configurationOf("/w", files(other)).problems, []);
  });

  it("tells globs that cannot be used", () => {
    assert.deepEqual(
      problemsIn('exclude = ["../x", "ok"]\n[per-file-ignores]\n"+(a|b)" = []\n').map(
        (problem) => problem.split(" → ")[0],
      ),
      ['"../x"', '"+(a|b)"'],
    );
  });

  it("tells a broken file of ours, and pyproject.toml only where it configures us", () => {
    assert.match(problemsIn("profile = = 1").join(), /Nothing in this file has an effect/);
    assert.match(
      problemsIn("[tool.routewright]\nx = = 1", "/w/pyproject.toml").join(),
      /Nothing in this file has an effect/,
    );
    assert.deepEqual(problemsIn("[tool.ruff]\nx = = 1", "/w/pyproject.toml"), []);
  });

  it("survives hostile files", () => {
    const toml =
      '__proto__ = { polluted = true }\nconstructor = { prototype = { polluted = true } }\n[severity]\n__proto__ = "info"\n[per-file-ignores]\n__proto__ = []\n';
    const { problems, settings } = readConfiguration("/w/routewright.toml", toml);
    assert.equal(problems.length >= 2, true);
    assert.ok(settings);
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
    const [problem = ""] = problemsIn('"\\u001b[31m\\u202e" = 1\n');
    assert.match(problem, /\\x1b\[31m\\u202e/);
  });
});

describe("the configuration of each file", () => {
  const texts = files({
    "/w/pyproject.toml": '[tool.routewright]\nignore = ["database"]',
    "/w/app/inner/routewright.toml": 'ignore = ["security"]',
    "/v/inner/routewright.toml": 'profile = "strict"',
    "/v/routewright.toml": 'exclude = ["a/*.py"]\n[per-file-ignores]\n"*.py" = ["database"]',
  });
  const editors = [
    { folder: "/w", settings: { profile: "strict" } },
    {
      folder: "/v",
      settings: { exclude: ["b", "inner/x.py"], perFileIgnores: { "deep/*.py": ["security"] } },
    },
  ];
  const all = new Configurations(texts, rules, (path) => {
    const editor = editors.find(({ folder }) => path.startsWith(`${folder}/`));
    assert.ok(editor);
    return editor;
  });

  it("is that of the nearest folder, inside a project, too", () => {
    assert.deepEqual(all.of("/w/app/a.py").settings.ignore, ["database"]);
    assert.deepEqual(all.of("/w/app/inner/deep/a.py").settings.ignore, ["security"]);
    assert.equal(all.of("/w/app/inner/a.py").path, "/w/app/inner/routewright.toml");
    assert.equal(all.of("/w/app/a.py"), all.of("/w/app/b.py"));
  });

  it("has the editor's settings of its own folder of the workspace on top", () => {
    assert.equal(all.of("/w/app/inner/a.py").settings.profile, "strict");
    assert.equal(all.of("/v/a.py").settings.profile, "recommended");
  });

  it("reads the globs of an editor from the folder of the workspace", () => {
    const { isExcluded, isIgnored } = all.of("/v/deep/a.py");
    const [, security] = rules;
    assert.ok(security);
    assert.ok(isExcluded("/v/x/b/c.py"));
    assert.ok(!isExcluded("/v/a/c.py"));
    assert.ok(all.of("/v/inner/x.py").isExcluded("/v/inner/x.py"));
    assert.ok(isIgnored(security, "/v/deep/a.py"));
    assert.ok(!isIgnored(security, "/v/x/deep/a.py"));
  });
});

describe("the editor's settings", () => {
  it("stand above those of the project; what nobody set does not count", () => {
    const project = { ...defaultSettings, profile: "strict", ignore: ["async"] } as const;
    assert.deepEqual(
      withEditorSettings(
        { ...project, ignore: [...project.ignore] },
        {
          profile: null,
          select: [],
          ignore: ["routing"],
          severity: { database: "info" },
          perFileIgnores: {},
          limits: { poolSize: 7, maxOverflow: null },
        },
      ),
      {
        ...project,
        ignore: ["routing"],
        severity: { database: "info" },
        limits: { "pool-size": 7, "max-overflow": 40 },
      },
    );
  });

  it("are left out where they are wrong", () => {
    for (const wrong of [
      undefined,
      null,
      1,
      [],
      "x",
      { profile: "loud", limits: 3, select: "a", nothing: 1 },
    ])
      assert.deepEqual(withEditorSettings(defaultSettings, wrong), defaultSettings);
  });
});
