// Prints what ruff finds, by its default rules and those for the order of imports, in the files that are named; nothing where all is well.
const { readFileSync } = require("node:fs");
const { PositionEncoding, Workspace } = require("@astral-sh/ruff-wasm-nodejs");

const workspace = new Workspace({ lint: { "extend-select": ["I"] } }, PositionEncoding.Utf16);
for (const file of process.argv.slice(2)) {
  for (const { code, message, start_location } of workspace.check(readFileSync(file, "utf8"))) {
    console.log(`${file}:${start_location.row}: ${code} ${message}`);
  }
}
