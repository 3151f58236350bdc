-- Up Migration
CREATE TABLE users (
  id text PRIMARY KEY,
  email text NOT NULL,
  name text,
  phone text,
  password_hash text,
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'auditor', 'user')),
  locale text NOT NULL DEFAULT 'en',
  theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('light', 'dark', 'system')),
  time_zone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

-- A session is one sign-in; its refresh tokens are a family: one is live, the others are spent.
CREATE TABLE sessions (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  user_agent text,
  address text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_reason text
);
CREATE INDEX sessions_user_id ON sessions (user_id);

CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id text NOT NULL REFERENCES sessions ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

-- Failed sign-ins, counted per e-mail and per address. `subject` is a hash, so that mistyped passwords
-- in the e-mail field are not kept.
CREATE TABLE login_throttles (
  subject text PRIMARY KEY,
  failures integer NOT NULL,
  window_ends_at timestamptz NOT NULL
);

CREATE TABLE plans (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  description text NOT NULL,
  rpm integer CHECK (rpm > 0),
  tpm integer CHECK (tpm > 0),
  concurrency integer CHECK (concurrency > 0),
  model_classes text[] NOT NULL,
  cloud_access boolean NOT NULL,
  queue_priority integer NOT NULL,
  position integer NOT NULL
);

CREATE TABLE accounts (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('personal', 'team')),
  name text NOT NULL,
  plan_id text REFERENCES plans,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account_members (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'billing', 'developer', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX account_members_user_id ON account_members (user_id);

-- personal_of is set on personal accounts only, which makes "one personal account per user" a fact.
ALTER TABLE accounts ADD COLUMN personal_of text UNIQUE REFERENCES users;
ALTER TABLE accounts ADD CHECK ((kind = 'personal') = (personal_of IS NOT NULL));

CREATE TABLE projects (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_id, name)
);
CREATE UNIQUE INDEX projects_one_default ON projects (account_id) WHERE is_default;

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_user_id text,
  action text NOT NULL,
  target_type text NOT NULL,
  target_id text NOT NULL,
  account_id text,
  request_id text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_target ON audit_log (target_type, target_id);

CREATE TABLE idempotency_keys (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status integer,
  response bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);

-- Down Migration
DROP TABLE idempotency_keys, audit_log, projects, account_members, accounts, plans, login_throttles,
  refresh_tokens, sessions, users;
