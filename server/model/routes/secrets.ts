/** Settings whose values are not for showing: a path that is made of one is known at run time only. */
import { asDefault, type Place, unknown, type Value } from "#model/routes/value";

const NAME = /secret|passw|token|credential|api_?key|private_?key/i;

/** What a setting or environment variable is by default; a text only where its name does not say that it is secret. */
export function settingDefault(value: Value, name: string | undefined, place: Place): Value {
  if (value.kind === "text" && name !== undefined && NAME.test(name))
    return unknown(`the setting \`${name}\``, place);
  return asDefault(value);
}
