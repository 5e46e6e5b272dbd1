/** The entry of the language server's bundle. */
import { runServer } from "./nodeServer.ts";

await runServer();
