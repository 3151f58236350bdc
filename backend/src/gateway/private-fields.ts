import { foldName } from './field-names.ts';
import type { Surface } from './surface.ts';

/*
 * Fields of a request that do not go on, for one of four reasons. All others do, known or not. Fields that bound
 * the answer are in surfaces/chat-bounds.ts; docs/adr/0009 says what is done with which, and why.
 */

/** What a proxy behind us would obey: clients must not choose the upstream, its key, its price or its answers. */
const ofProxies = [
  'adaptive_router_config',
  'additional_drop_params',
  'allowed_model_region',
  'allowed_openai_params',
  'api_base',
  'api_key',
  'api_type',
  'api_version',
  'base_model',
  'base_url',
  'cache',
  'cache_key',
  'caching',
  'caching_groups',
  'callbacks',
  'client',
  'client_id',
  'client_secret',
  'complete_response',
  'complexity_router_config',
  'configurable_clientside_auth_params',
  'context_window_fallback_dict',
  'context_window_fallbacks',
  'cooldown_time',
  'custom_llm_provider',
  'custom_prompt_dict',
  'deployment_id',
  'disable_fallbacks',
  'drop_params',
  'extra_body',
  'extra_headers',
  'extra_query',
  'failure_callback',
  'fallback_depth',
  'fallbacks',
  'fastest_response',
  'force_timeout',
  'guardrails',
  'headers',
  'hf_model_name',
  'logger_fn',
  'max_agentic_loops',
  'max_budget',
  'max_fallbacks',
  'max_parallel_requests',
  'max_retries',
  'model_alias_map',
  'model_config',
  'model_info',
  'model_list',
  'no-log',
  'num_retries',
  'order',
  'organization',
  'policies',
  'preset_cache_key',
  'provider_affinity_header',
  'provider_specific_header',
  'proxy_server_request',
  'quality_router_config',
  'region_name',
  'request_timeout',
  'retry_policy',
  'retry_strategy',
  'router_settings',
  'routing_strategy',
  'rpm',
  'secret_fields',
  'shared_session',
  'silent_model',
  'ssl_verify',
  'stream_chunk_size',
  'stream_response',
  'stream_timeout',
  'success_callback',
  'tag_regex',
  'tags',
  'tenant_id',
  'timeout',
  'tpm',
  'ttl',
  'turn_off_message_logging',
  'use_chat_completions_api',
  'use_client',
  'use_in_pass_through',
  'use_litellm_proxy',
  'user_config',
  'verbose',
  'weight',
];

/**
 * What makes the provider charge by another price list, or for more than tokens. OpenAI: tiers at up to twice the
 * price, searches by the call. Anthropic: fast answers at six times the price, a region at 1.1. OpenRouter: other
 * models, providers and plugins. xAI, DashScope and Perplexity: searches. The price list of a model is the one of
 * its provider's default, so the default is what is asked for.
 */
const ofPrice = [
  'container',
  'deferred',
  'enable_search',
  'inference_geo',
  'mcp_servers',
  'models',
  'plugins',
  'preset',
  'priority',
  'provider',
  'route',
  'search_options',
  'search_parameters',
  'search_tool_name',
  'service_tier',
  'skills',
  'speed',
  'tiered_pricing',
  'web_search',
  'web_search_options',
];

/**
 * What makes more output than the bound allows: more answers or images than `n` (vLLM, Google, Hugging Face, llama.cpp),
 * guesses at the answer whose misses are charged as output (OpenAI), and Ollama's own options.
 */
const ofOutput = [
  'batch_count',
  'batch_size',
  'beam_width',
  'best_of',
  'candidate_count',
  'candidateCount',
  'generationConfig',
  'generation_config',
  'n_cmpl',
  'n_iter',
  'n_samples',
  'num_images',
  'num_images_per_prompt',
  'num_generations',
  'num_outputs',
  'num_outputs_per_prompt',
  'num_return_sequences',
  'num_samples',
  'number_of_images',
  'numberOfImages',
  'options',
  'prediction',
  'sample_count',
  'sampleCount',
  'samples',
  'speculation',
];

/**
 * What makes more input than the body has: templates and stored prompts, and how much of an image or a film is
 * looked at (vLLM).
 */
const ofInput = [
  'chat_template',
  'final_prompt_value',
  'initial_prompt_value',
  'media_io_kwargs',
  'mm_processor_kwargs',
  'previous_response_id',
  'prompt_environment',
  'prompt_id',
  'prompt_label',
  'prompt_variables',
  'prompt_version',
  'roles',
];

const privateFields: ReadonlySet<string> = new Set(
  [...ofProxies, ...ofPrice, ...ofOutput, ...ofInput].map(foldName),
);
const privatePrefix =
  /^(_?litellm_|mock_|aws_|azure_|vertex_|langfuse_|langsmith_|anthropic_|arize_|auto_router_|gcs_|s3_|dd_|posthog_|openai_(identity|service))/;
/** LiteLLM's own names for prices of every kind. */
const priceName = /_cost(_|$)|^cost_per_/;

/** Whether a field of a request is not for the model, in whatever case. */
export function isPrivateField(name: string, { ownFields }: Surface): boolean {
  if (ownFields.has(name)) return false;
  const folded = foldName(name);
  return privateFields.has(folded) || privatePrefix.test(folded) || priceName.test(folded);
}
