// Takes the place of @vscode/spdlog, the native log writer of VS Code, which needs a compiler to install.
// Exported one by one: VS Code imports the names, and Node finds them in a CommonJS file only where each is assigned to `exports`.
"use strict";

const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const levels = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  #file;
  #level = levels.indexOf("info");
  #isPlain = false;

  constructor(_type, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#isPlain = true;
  }

  setPattern() {}
  flush() {}
  drop() {}

  write(level, message) {
    if (level < this.#level) return;
    const line = `${new Date().toISOString()} [${levels[level]}] ${message}\n`;
    try {
      appendFileSync(this.#file, this.#isPlain ? message : line);
    } catch {
      // The profile is removed while the last processes still end.
    }
  }
}

for (const [level, name] of levels.entries()) {
  Logger.prototype[name] = function log(message) {
    this.write(level, message);
  };
}

async function createRotatingLogger(name, file) {
  return new Logger("rotating", name, file);
}

exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
