import type { MailFilter } from "../../model/filters.ts";

/** What Postfix does when a filter is down (postconf(5), milter_default_action). */
const actions: Readonly<Record<MailFilter["whenDown"], string>> = {
  accept: "accept",
  reject: "reject",
  tempfail: "tempfail",
  close: "tempfail",
};

/** A value of smtpd_milters: filters in order, each with its own waits and action in braces (MILTER_README, 3.0). */
export function filterList(filters: readonly MailFilter[]): string {
  return filters.map(filterWord).join(", ");
}

function filterWord(filter: MailFilter): string {
  const { socket } = filter;
  const place =
    socket.kind === "file"
      ? `unix:${socket.path}`
      : `inet:${socket.host.includes(":") ? `[${socket.host}]` : socket.host}:${socket.port}`;
  const settings = [
    filter.connectTimeout === undefined ? "" : `connect_timeout=${filter.connectTimeout}s`,
    filter.sendTimeout === undefined && filter.replyTimeout === undefined
      ? ""
      : `command_timeout=${Math.max(filter.sendTimeout ?? 0, filter.replyTimeout ?? 0)}s`,
    filter.endTimeout === undefined ? "" : `content_timeout=${filter.endTimeout}s`,
    filter.whenDown === "accept" ? "" : `default_action=${actions[filter.whenDown]}`,
  ].filter((setting) => setting !== "");
  return settings.length === 0 ? place : `{ ${[place, ...settings].join(", ")} }`;
}
