/** What the methods that register something give. */
import { type Arguments, NONE, type Value } from "#model/routes/value";

export type Registering = (given: Arguments) => Value;

/** A decorator that gives back what it decorates. */
export function decorator(register: (endpoint: Value) => void): Value {
  return {
    kind: "native",
    name: "decorator",
    registers: true,
    call({ positional: [endpoint] }) {
      if (endpoint === undefined) return NONE;
      register(endpoint);
      return endpoint;
    },
  };
}
