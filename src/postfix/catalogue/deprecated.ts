import type { PostfixVersion } from "../config.ts";

/** A parameter that is to go, or is gone: since when, and what to set in its place. */
export interface Deprecation {
  readonly since: PostfixVersion;
  readonly successor?: string;
}

/**
 * Deprecated and renamed parameters. Source: postconf(5) and DEPRECATION_README of Postfix 3.9, RELEASE_NOTES of 3.6
 * (allowlist and denylist names) and 3.7 (per-request deadlines, tlsproxy client names).
 */
const rows: readonly (readonly [string, PostfixVersion, string?])[] = [
  ["disable_dns_lookups", "3.9", "smtp_dns_support_level"],
  ["lmtp_use_tls", "3.9", "lmtp_tls_security_level"],
  ["postscreen_use_tls", "3.9", "postscreen_tls_security_level"],
  ["smtp_use_tls", "3.9", "smtp_tls_security_level"],
  ["smtpd_use_tls", "3.9", "smtpd_tls_security_level"],
  ["tlsproxy_client_use_tls", "3.9", "tlsproxy_client_security_level"],
  ["tlsproxy_use_tls", "3.9", "tlsproxy_tls_security_level"],
  ["lmtp_enforce_tls", "3.9", "lmtp_tls_security_level"],
  ["postscreen_enforce_tls", "3.9", "postscreen_tls_security_level"],
  ["smtp_enforce_tls", "3.9", "smtp_tls_security_level"],
  ["smtpd_enforce_tls", "3.9", "smtpd_tls_security_level"],
  ["tlsproxy_client_enforce_tls", "3.9", "tlsproxy_client_security_level"],
  ["tlsproxy_enforce_tls", "3.9", "tlsproxy_tls_security_level"],
  ["lmtp_tls_per_site", "3.9", "lmtp_tls_policy_maps"],
  ["smtp_tls_per_site", "3.9", "smtp_tls_policy_maps"],
  ["tlsproxy_client_per_site", "3.9", "tlsproxy_client_policy_maps"],
  ["smtpd_tls_dh1024_param_file", "3.9"],
  ["smtpd_tls_eecdh_grade", "3.9"],
  ["postscreen_blacklist_action", "3.6", "postscreen_denylist_action"],
  ["postscreen_whitelist_interfaces", "3.6", "postscreen_allowlist_interfaces"],
  ["postscreen_dnsbl_whitelist_threshold", "3.6", "postscreen_dnsbl_allowlist_threshold"],
  ["smtp_per_record_deadline", "3.7", "smtp_per_request_deadline"],
  ["lmtp_per_record_deadline", "3.7", "lmtp_per_request_deadline"],
  ["smtpd_per_record_deadline", "3.7", "smtpd_per_request_deadline"],
  ["tlsproxy_client_level", "3.7", "tlsproxy_client_security_level"],
  ["tlsproxy_client_policy", "3.7", "tlsproxy_client_policy_maps"],
  ["virtual_maps", "3.4", "virtual_alias_maps"],
  ["authorized_verp_clients", "3.4", "smtpd_authorized_verp_clients"],
  ["postscreen_dnsbl_ttl", "3.4", "postscreen_dnsbl_max_ttl"],
  ["fallback_relay", "3.4", "smtp_fallback_relay"],
];

const deprecations: ReadonlyMap<string, Deprecation> = new Map(
  rows.map(([name, since, successor]) => [name, { since, ...(successor === undefined ? {} : { successor }) }]),
);

export function deprecation(name: string): Deprecation | undefined {
  return deprecations.get(name);
}
