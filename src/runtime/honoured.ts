/** honoured: what of a configuration this server acts on, so that the rest can be said when it starts */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Parameters that some part of this server asks for; test/runtime/statements.test.ts holds them against the source. */
export const honoured: ReadonlySet<string> = new Set(
  words(`
  access_map_defer_code access_map_reject_code alias_database alias_maps allow_mail_to_commands
  allow_mail_to_files allow_min_user allow_percent_hack allow_untrusted_routing always_add_missing_headers
  always_bcc append_at_myorigin append_dot_mydomain body_checks body_checks_size_limit bounce_queue_lifetime
  bounce_size_limit canonical_classes canonical_maps cleanup_service_name command_time_limit compatibility_level
  config_directory content_filter default_destination_recipient_limit default_rbl_reply default_transport
  defer_code delay_warning_time deliver_lock_attempts deliver_lock_delay disable_dns_lookups disable_vrfy_command
  double_bounce_sender empty_address_default_transport_maps_lookup_key empty_address_recipient
  empty_address_relayhost_maps_lookup_key expand_owner_alias fallback_transport fallback_transport_maps
  forward_path header_checks home_mailbox hopcount_limit inet_interfaces inet_protocols invalid_hostname_reject_code
  lmtp_lhlo_name lmtp_tcp_port local_command_shell local_header_rewrite_clients
  local_recipient_maps local_transport luser_relay mail_name mail_spool_directory mailbox_command
  mailbox_command_maps mailbox_delivery_lock mailbox_transport mailbox_transport_maps maillog_file
  maps_rbl_reject_code masquerade_classes masquerade_domains masquerade_exceptions maximal_backoff_time
  maximal_queue_lifetime message_drop_headers message_size_limit mime_header_checks minimal_backoff_time
  mydestination mydomain myhostname mynetworks myorigin nested_header_checks non_fqdn_reject_code
  owner_request_special parent_domain_matches_subdomains permit_mx_backup_networks propagate_unmatched_extensions
  proxy_interfaces queue_directory queue_run_delay receive_override_options recipient_bcc_maps
  recipient_canonical_classes recipient_canonical_maps recipient_delimiter reject_code relay_domains
  relay_domains_reject_code relay_recipient_maps relay_transport relayhost relocated_maps
  remote_header_rewrite_domain reset_owner_alias resolve_dequoted_address resolve_null_domain
  resolve_numeric_domain rewrite_service_name sender_bcc_maps sender_canonical_classes sender_canonical_maps
  sender_dependent_default_transport_maps sender_dependent_relayhost_maps show_user_unknown_table_name
  smtp_dns_support_level smtp_fallback_relay smtp_helo_name smtp_sender_dependent_authentication smtp_tcp_port
  smtpd_authorized_xclient_hosts smtpd_banner smtpd_delay_reject smtpd_forbid_bare_newline
  smtpd_forbid_bare_newline_reject_code smtpd_hard_error_limit smtpd_helo_required smtpd_null_access_lookup_key
  smtpd_recipient_limit smtpd_reject_unlisted_recipient smtpd_reject_unlisted_sender
  smtpd_relay_before_recipient_restrictions smtpd_restriction_classes smtpd_sasl_auth_enable
  smtpd_sasl_authenticated_header smtpd_tls_auth_only smtpd_tls_cert_file smtpd_tls_key_file
  smtpd_tls_received_header smtpd_tls_security_level smtpd_tls_wrappermode smtpd_use_tls smtputf8_enable
  soft_bounce stale_lock_time swap_bangpath smtpd_timeout transport_maps undisclosed_recipients_header unknown_address_reject_code unknown_client_reject_code
  unknown_hostname_reject_code unknown_local_recipient_reject_code unknown_relay_recipient_reject_code
  unknown_virtual_alias_reject_code unknown_virtual_mailbox_reject_code unverified_recipient_reject_code
  virtual_alias_address_length_limit virtual_alias_domains virtual_alias_expansion_limit virtual_alias_maps
  virtual_alias_recursion_limit virtual_mailbox_base virtual_mailbox_domains virtual_mailbox_maps
  virtual_transport
`),
);

/** Parameters of families whose names are put together. */
const families: readonly RegExp[] = [
  /^smtpd_(?:client|helo|sender|relay|recipient|data|end_of_data|etrn)_restrictions$/,
  /^(?:smtp|lmtp)_(?:generic_maps|connect_timeout|helo_timeout|starttls_timeout|mail_timeout|rcpt_timeout)$/,
  /^(?:smtp|lmtp)_data_(?:init|done)_timeout$/,
  /^(?:smtp|lmtp)_(?:mx_session_limit|tls_security_level|tls_wrappermode)$/,
  /^(?:smtp|lmtp)_sasl_(?:auth_enable|password_maps|security_options|tls_security_options)$/,
  /_time_limit$/,
];

/** Parameters about how Postfix's processes, files and logs are arranged: there is nothing of that kind here. */
const arrangements: ReadonlySet<string> = new Set(
  words(`
  alternate_config_directories authorized_flush_users authorized_mailq_users authorized_submit_users biff
  command_directory daemon_directory daemon_timeout data_directory debug_peer_level debug_peer_list
  debugger_command default_privs default_process_limit delay_logging_resolution_limit hash_queue_depth
  hash_queue_names html_directory ipc_timeout mail_owner mail_version mailq_path manpage_directory
  max_idle max_use meta_directory multi_instance_enable newaliases_path readme_directory sample_directory
  sendmail_path setgid_group shlib_directory smtp_tls_loglevel smtp_tls_session_cache_database smtpd_tls_loglevel
  smtpd_tls_session_cache_database syslog_facility syslog_name tls_random_source
`),
);

export function isHonoured(name: string): boolean {
  return honoured.has(name) || arrangements.has(name) || families.some((family) => family.test(name));
}
