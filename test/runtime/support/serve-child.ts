// Runs the server in a process of its own, so that a test can kill it: serve-child.ts POSTFIX_DIR DATA USERS READY_FILE
import { serve } from "../../../src/runtime/serve.ts";
import { requestOf } from "./site.ts";

const [postfixDirectory = "", data = "", users = "", readyFile = ""] = process.argv.slice(2);
await serve({ ...requestOf({ postfixDirectory, data, users }), readyFile });
