import { hostname } from "node:os";
import type { PostfixVersion } from "../../../src/postfix/config.ts";
import { type PostfixDirectory, readPostfixDirectory } from "../../../src/postfix/read/directory.ts";
import { postfixFiles } from "../../../src/postfix/read/files.ts";
import { openSite } from "../../../src/source/site.ts";

/** Reads a scratch directory as if it were /etc/postfix of a host rooted at `root`. */
export function readScratch(path: string, root = "/", version: PostfixVersion = "3.7"): PostfixDirectory {
  return readPostfixDirectory(postfixFiles(openSite(path), openSite(root)), {
    version,
    host: { hostname: hostname(), networks: "127.0.0.0/8" },
    configDirectory: path,
  });
}

/** The same as a Postfix in a sandbox sees it: under /etc/postfix of a host named `host`, with loopback only. */
export function readScratchAt(path: string, host: string, root = path): PostfixDirectory {
  return readPostfixDirectory(postfixFiles(openSite(path), openSite(root)), {
    version: "3.7",
    host: { hostname: host, networks: "127.0.0.0/8" },
  });
}
