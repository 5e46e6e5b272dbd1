// Takes the place of @vscode/native-watchdog, a native module that ends the extension host when its parent dies.
// Without it: the extension host asks after its parent too, and the harness ends the whole process group.
"use strict";

exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
