import type { Disposition } from "../../diagnostics/disposition.ts";

interface Ending {
  readonly disposition: Disposition;
  readonly parameters: readonly string[];
  readonly notes: readonly string[];
}

const told = (parameter: string): Ending => ({
  disposition: "exact",
  parameters: [parameter],
  notes: ["Facts that Postfix does not have are left out."],
});

/** Options whose lines are lists of things, or belong to tables: what becomes of them is more than one setting. */
export const listOptions: Readonly<Record<string, Ending>> = {
  AliasFile: {
    disposition: "exact",
    parameters: ["alias_maps", "alias_database"],
    notes: ["Each file is one table, by its class."],
  },
  UserDatabaseSpec: {
    disposition: "approximate",
    parameters: ["virtual_alias_maps", "sender_canonical_maps"],
    notes: ["Rows for mail that comes and for names that go out become two tables."],
  },
  DaemonPortOptions: {
    disposition: "approximate",
    parameters: ["inet_interfaces", "inet_protocols"],
    notes: [
      "Each line is an smtpd service of master.cf, with -o for what differs; addresses of all lines alike are inet_interfaces.",
    ],
  },
  ClientPortOptions: {
    disposition: "approximate",
    parameters: ["smtp_bind_address", "smtp_bind_address6"],
    notes: ["The source address; a port cannot be chosen."],
  },
  DirectSubmissionModifiers: {
    disposition: "default",
    parameters: [],
    notes: ["Mail from the command line is taken by pickup(8)."],
  },
  InputMailFilters: {
    disposition: "exact",
    parameters: ["smtpd_milters", "non_smtpd_milters", "milter_default_action"],
    notes: ["Names are resolved through X lines, in order."],
  },
  Milter: { disposition: "default", parameters: [], notes: ["See its parts."] },
  "Milter.macros.connect": told("milter_connect_macros"),
  "Milter.macros.helo": told("milter_helo_macros"),
  "Milter.macros.envfrom": told("milter_mail_macros"),
  "Milter.macros.envrcpt": told("milter_rcpt_macros"),
  "Milter.macros.data": told("milter_data_macros"),
  "Milter.macros.eoh": told("milter_end_of_header_macros"),
  "Milter.macros.eom": told("milter_end_of_data_macros"),
  Timeout: {
    disposition: "exact",
    parameters: [
      "smtp_mail_timeout",
      "smtp_rcpt_timeout",
      "smtp_data_init_timeout",
      "smtp_data_xfer_timeout",
      "smtp_data_done_timeout",
      "smtpd_timeout",
    ],
    notes: ["The old form is one time for six waits, or a list of parts."],
  },
  QueueTimeout: {
    disposition: "exact",
    parameters: ["maximal_queue_lifetime", "bounce_queue_lifetime", "delay_warning_time"],
    notes: ["Lifetime, and after a slash the time of the warning."],
  },
};
