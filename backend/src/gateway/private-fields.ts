/** What a proxy behind us would obey: clients must not choose the upstream, its key, its price or its answers. */
const privateFields: ReadonlySet<string> = new Set([
  'api_base',
  'api_key',
  'api_version',
  'base_url',
  'cache',
  'caching',
  'allowed_openai_params',
  'callbacks',
  'client',
  'context_window_fallbacks',
  'cooldown_time',
  'custom_llm_provider',
  'disable_fallbacks',
  'deployment_id',
  'drop_params',
  'extra_body',
  'extra_headers',
  'extra_query',
  'failure_callback',
  'fallbacks',
  'guardrails',
  'headers',
  'input_cost_per_token',
  'max_retries',
  'model_info',
  'model_list',
  'no-log',
  'num_retries',
  'organization',
  'output_cost_per_token',
  'proxy_server_request',
  'request_timeout',
  // Price lists have no service tiers: the provider's own default is what they price.
  'service_tier',
  'ssl_verify',
  'stream_timeout',
  'success_callback',
  'tags',
  'timeout',
  'user_config',
]);
const privatePrefix = /^(litellm_|mock_|aws_|azure_|vertex_|langfuse_|langsmith_)/;

/** Whether a field of a request is meant for the proxies on the way, not for the model. */
export function isPrivateField(name: string): boolean {
  return privateFields.has(name) || privatePrefix.test(name);
}
