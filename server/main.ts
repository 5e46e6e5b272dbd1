/** The entry of the language server's bundle. */
import { nodeCache } from "./nodeCache.ts";
import { runServer } from "./nodeServer.ts";

await runServer(nodeCache());
