table api_keys
  id uuid not null
  org_id uuid not null
  hash text not null
  hint text not null
  name text not null
  role text not null
  scopes text[] not null
  shops uuid[]
  created_at timestamp with time zone not null
  expires_at timestamp with time zone
  revoked_at timestamp with time zone
  CREATE INDEX api_keys_org ON api_keys USING btree (org_id, created_at)
  constraint api_keys_hash_key UNIQUE (hash)
  constraint api_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES orgs(id)
  constraint api_keys_pkey PRIMARY KEY (id)

table attempts
  org_id uuid not null
  delivery_id uuid not null
  attempt integer not null
  at timestamp with time zone not null
  status integer
  latency_ms integer not null
  error text
  answer text
  constraint attempts_org_id_delivery_id_fkey FOREIGN KEY (org_id, delivery_id) REFERENCES deliveries(org_id, id) ON DELETE CASCADE
  constraint attempts_pkey PRIMARY KEY (org_id, delivery_id, attempt)

table audit
  org_id uuid not null
  id uuid not null
  at timestamp with time zone not null
  actor json not null
  what text not null
  subject text not null
  detail json not null
  CREATE INDEX audit_at ON audit USING btree (org_id, at, id)
  CREATE INDEX audit_subject ON audit USING btree (org_id, subject, at, id)
  constraint audit_pkey PRIMARY KEY (org_id, id)

table codes
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  order_id uuid
  hash text not null
  tries integer not null default 0
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  CREATE INDEX codes_old ON codes USING btree (org_id, expires_at)
  constraint codes_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint codes_pkey PRIMARY KEY (org_id, id)

table credits
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  return_id uuid not null
  payout_id uuid not null
  customer text not null
  reference text not null
  amount bigint not null
  currency text not null
  at timestamp with time zone not null
  constraint credits_org_id_payout_id_key UNIQUE (org_id, payout_id)
  constraint credits_org_id_reference_key UNIQUE (org_id, reference)
  constraint credits_pkey PRIMARY KEY (org_id, id)

table deliveries
  org_id uuid not null
  id uuid not null
  endpoint_id uuid not null
  event_id uuid not null
  return_id uuid
  sequence integer
  type text not null
  at timestamp with time zone not null
  state text not null
  attempts integer not null default 0
  next_at timestamp with time zone not null
  taken_until timestamp with time zone
  is_replay boolean not null default false
  created_at timestamp with time zone not null
  finished_at timestamp with time zone
  from_sequence integer
  word text
  CREATE INDEX deliveries_age ON deliveries USING btree (finished_at) WHERE (finished_at IS NOT NULL)
  CREATE INDEX deliveries_due ON deliveries USING btree (org_id, endpoint_id, next_at) WHERE (state = 'waiting'::text)
  CREATE INDEX deliveries_line ON deliveries USING btree (org_id, return_id, endpoint_id, sequence) WHERE (state = ANY (ARRAY['waiting'::text, 'taken'::text]))
  CREATE INDEX deliveries_log ON deliveries USING btree (org_id, endpoint_id, created_at, id)
  CREATE INDEX deliveries_taken ON deliveries USING btree (org_id, endpoint_id) WHERE (state = 'taken'::text)
  constraint deliveries_org_id_endpoint_id_fkey FOREIGN KEY (org_id, endpoint_id) REFERENCES endpoints(org_id, id) ON DELETE CASCADE
  constraint deliveries_pkey PRIMARY KEY (org_id, id)
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'done'::text, 'dead'::text, 'dropped'::text])))

table dialect_credentials
  id uuid not null
  org_id uuid not null
  shop_id uuid not null
  dialect text not null
  name text not null
  sealed text not null
  created_at timestamp with time zone not null
  revoked_at timestamp with time zone
  constraint dialect_credentials_dialect_name_key UNIQUE (dialect, name)
  constraint dialect_credentials_org_id_fkey FOREIGN KEY (org_id) REFERENCES orgs(id)
  constraint dialect_credentials_pkey PRIMARY KEY (id)

table drafts
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  version integer not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  doc json not null
  CREATE INDEX drafts_old ON drafts USING btree (org_id, updated_at)
  constraint drafts_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint drafts_pkey PRIMARY KEY (org_id, id)

table endpoints
  org_id uuid not null
  id uuid not null
  format text not null
  state text not null
  failing_since timestamp with time zone
  failures integer not null default 0
  version integer not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  sealed text not null
  doc json not null
  constraint endpoints_pkey PRIMARY KEY (org_id, id)
  constraint endpoints_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text])))

table errands
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  return_id uuid not null
  kind text not null
  key text not null
  body json not null
  state text not null
  attempts integer not null default 0
  next_at timestamp with time zone not null
  taken_until timestamp with time zone
  why text
  created_at timestamp with time zone not null
  CREATE INDEX errands_due ON errands USING btree (next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'taken'::text]))
  CREATE INDEX errands_given_up ON errands USING btree (org_id, next_at) WHERE (state = 'given_up'::text)
  constraint errands_org_id_key_key UNIQUE (org_id, key)
  constraint errands_pkey PRIMARY KEY (org_id, id)
  constraint errands_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'done'::text, 'given_up'::text])))

table files
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  kind text not null
  content_type text not null
  bytes integer not null
  width integer
  height integer
  side text not null
  sha256 text not null
  created_at timestamp with time zone not null
  used_at timestamp with time zone
  return_id uuid
  withdrawn_at timestamp with time zone
  CREATE INDEX files_age ON files USING btree (org_id, shop_id, created_at, id) WHERE ((return_id IS NOT NULL) AND (withdrawn_at IS NULL))
  CREATE INDEX files_of_return ON files USING btree (org_id, return_id)
  CREATE INDEX files_unused ON files USING btree (org_id, created_at) WHERE (used_at IS NULL)
  CREATE INDEX files_withdrawn ON files USING btree (org_id, withdrawn_at) WHERE (withdrawn_at IS NOT NULL)
  constraint files_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'video'::text, 'document'::text])))
  constraint files_pkey PRIMARY KEY (org_id, id)

table firings
  org_id uuid not null
  return_id uuid not null
  rule text not null
  key text not null
  id uuid not null
  shop_id uuid not null
  event_id uuid not null
  event_sequence integer not null
  event_type text not null
  depth integer not null
  priority integer not null
  at timestamp with time zone not null
  state text not null
  attempts integer not null default 0
  next_at timestamp with time zone not null
  taken_until timestamp with time zone
  finished_at timestamp with time zone
  happened text[] not null default '{}'::text[]
  code text
  why text
  CREATE INDEX firings_due ON firings USING btree (org_id, next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'taken'::text]))
  CREATE INDEX firings_log ON firings USING btree (org_id, shop_id, at, id)
  constraint firings_pkey PRIMARY KEY (org_id, return_id, rule, key)
  constraint firings_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'done'::text, 'tried'::text, 'passed_over'::text, 'refused'::text, 'stopped'::text, 'given_up'::text])))

table idempotency
  org_id uuid not null
  actor text not null
  key text not null
  hash text not null
  answer json
  created_at timestamp with time zone not null
  CREATE INDEX idempotency_age ON idempotency USING btree (created_at)
  constraint idempotency_pkey PRIMARY KEY (org_id, actor, key)

table installation
  one boolean not null default true
  secret text not null
  created_at timestamp with time zone not null
  constraint installation_one_check CHECK (one)
  constraint installation_pkey PRIMARY KEY (one)

table mails
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  return_id uuid
  order_id uuid
  kind text not null
  to_address text not null
  language text not null
  key text not null
  state text not null
  tries integer not null default 0
  again integer not null default 0
  next_try_at timestamp with time zone not null
  made_at timestamp with time zone not null
  sent_at timestamp with time zone
  message_id text
  subject text
  doc json not null
  secret text
  why text
  CREATE INDEX mails_due ON mails USING btree (org_id, next_try_at) WHERE (state = 'queued'::text)
  CREATE INDEX mails_log ON mails USING btree (org_id, made_at, id)
  CREATE INDEX mails_of_order ON mails USING btree (org_id, order_id) WHERE (order_id IS NOT NULL)
  CREATE INDEX mails_of_return ON mails USING btree (org_id, return_id, made_at) WHERE (return_id IS NOT NULL)
  constraint mails_org_id_key_key UNIQUE (org_id, key)
  constraint mails_pkey PRIMARY KEY (org_id, id)
  constraint mails_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))

table memberships
  person_id uuid not null
  org_id uuid not null
  role text not null
  created_at timestamp with time zone not null
  constraint memberships_org_id_fkey FOREIGN KEY (org_id) REFERENCES orgs(id)
  constraint memberships_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
  constraint memberships_pkey PRIMARY KEY (person_id, org_id)

table migration
  name text not null
  checksum text not null
  applied_at timestamp with time zone not null default now()
  needs text
  constraint migration_pkey PRIMARY KEY (name)

table orders
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  external_id text not null
  number text not null
  state text not null
  version integer not null
  placed_at timestamp with time zone not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  terms tsvector not null
  doc json not null
  erased_at timestamp with time zone
  CREATE INDEX orders_created ON orders USING btree (org_id, created_at, id)
  CREATE INDEX orders_name ON orders USING btree (org_id, shop_id, lower(((doc -> 'refs'::text) ->> 'name'::text)))
  CREATE INDEX orders_named ON orders USING btree (org_id, shop_id, created_at, id) WHERE (erased_at IS NULL)
  CREATE INDEX orders_number ON orders USING btree (org_id, shop_id, lower(number))
  CREATE INDEX orders_terms ON orders USING gin (terms)
  constraint orders_org_id_shop_id_external_id_key UNIQUE (org_id, shop_id, external_id)
  constraint orders_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint orders_pkey PRIMARY KEY (org_id, id)
  constraint orders_state_check CHECK ((state = ANY (ARRAY['open'::text, 'cancelled'::text])))

table orgs
  id uuid not null
  name text not null
  created_at timestamp with time zone not null
  constraint orgs_pkey PRIMARY KEY (id)

table outbox
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  return_id uuid not null
  from_sequence integer not null
  to_sequence integer not null
  at timestamp with time zone not null
  constraint outbox_pkey PRIMARY KEY (org_id, return_id, from_sequence)

table payments
  org_id uuid not null
  id uuid not null
  order_id uuid not null
  currency text not null
  captured bigint not null
  spoken bigint not null default 0
  constraint payments_captured_check CHECK ((captured >= 0))
  constraint payments_not_over_refunded CHECK (((spoken >= 0) AND (spoken <= captured)))
  constraint payments_org_id_order_id_fkey FOREIGN KEY (org_id, order_id) REFERENCES orders(org_id, id)
  constraint payments_pkey PRIMARY KEY (org_id, id)

table people
  id uuid not null
  email text not null
  name text not null
  password text
  created_at timestamp with time zone not null
  constraint people_email_check CHECK ((email = lower(email)))
  constraint people_email_key UNIQUE (email)
  constraint people_pkey PRIMARY KEY (id)

table policies
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  version integer not null
  state text not null
  valid_from timestamp with time zone
  valid_until timestamp with time zone
  created_at timestamp with time zone not null
  doc json not null
  CREATE UNIQUE INDEX policies_live ON policies USING btree (org_id, shop_id) WHERE (state = 'live'::text)
  constraint policies_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint policies_org_id_shop_id_version_key UNIQUE (org_id, shop_id, version)
  constraint policies_pkey PRIMARY KEY (org_id, id)
  constraint policies_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'live'::text, 'past'::text])))

table portals
  slug text not null
  org_id uuid not null
  shop_id uuid not null
  host text
  created_at timestamp with time zone not null
  constraint portals_host_key UNIQUE (host)
  constraint portals_pkey PRIMARY KEY (slug)
  constraint portals_shop_id_key UNIQUE (shop_id)

table products
  org_id uuid not null
  shop_id uuid not null
  id text not null
  title text not null
  words text not null
  updated_at timestamp with time zone not null
  doc json not null
  CREATE INDEX products_by_title ON products USING btree (org_id, shop_id, title, id)
  constraint products_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint products_pkey PRIMARY KEY (org_id, shop_id, id)

table return_events
  org_id uuid not null
  return_id uuid not null
  sequence integer not null
  id uuid not null
  type text not null
  at timestamp with time zone not null
  body json not null
  from_sequence integer
  constraint return_events_org_id_return_id_fkey FOREIGN KEY (org_id, return_id) REFERENCES returns(org_id, id)
  constraint return_events_pkey PRIMARY KEY (org_id, return_id, sequence)

table returns
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  order_id uuid not null
  group_id uuid
  serial bigint not null
  number text not null
  version integer not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  due_at timestamp with time zone
  tuple text collate "C" not null
  request text not null
  negotiation text not null
  dispute text not null
  evidence text not null
  compensation text not null
  transit text not null
  onward text not null
  receiving text not null
  settlement text not null
  handling text not null
  kind text not null
  inspector text not null
  lane text not null
  terms tsvector not null
  doc json not null
  sweep_at timestamp with time zone
  CREATE INDEX returns_created ON returns USING btree (org_id, shop_id, created_at, id)
  CREATE INDEX returns_due ON returns USING btree (org_id, shop_id, due_at, id) WHERE (due_at IS NOT NULL)
  CREATE INDEX returns_order ON returns USING btree (org_id, order_id)
  CREATE INDEX returns_sweep ON returns USING btree (org_id, sweep_at, id) WHERE (sweep_at IS NOT NULL)
  CREATE INDEX returns_terms ON returns USING gin (terms)
  CREATE INDEX returns_tuple_created ON returns USING btree (org_id, shop_id, tuple, created_at, id)
  CREATE INDEX returns_tuple_updated ON returns USING btree (org_id, shop_id, tuple, updated_at, id)
  CREATE INDEX returns_updated ON returns USING btree (org_id, shop_id, updated_at, id)
  constraint returns_org_id_number_key UNIQUE (org_id, number)
  constraint returns_org_id_order_id_fkey FOREIGN KEY (org_id, order_id) REFERENCES orders(org_id, id)
  constraint returns_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint returns_org_id_shop_id_serial_key UNIQUE (org_id, shop_id, serial)
  constraint returns_pkey PRIMARY KEY (org_id, id)

table serials
  org_id uuid not null
  shop_id uuid not null
  last bigint not null default 0
  constraint serials_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint serials_pkey PRIMARY KEY (org_id, shop_id)

table shops
  org_id uuid not null
  id uuid not null
  serial integer not null
  name text not null
  version integer not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  doc json not null
  constraint shops_org_id_serial_key UNIQUE (org_id, serial)
  constraint shops_pkey PRIMARY KEY (org_id, id)

table sold
  org_id uuid not null
  order_id uuid not null
  line_id uuid not null
  fulfilment_id uuid not null
  delivered integer not null
  held integer not null default 0
  constraint sold_no_piece_twice CHECK (((held >= 0) AND (held <= delivered)))
  constraint sold_org_id_order_id_fkey FOREIGN KEY (org_id, order_id) REFERENCES orders(org_id, id)
  constraint sold_pkey PRIMARY KEY (org_id, order_id, line_id, fulfilment_id)

table strays
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  at timestamp with time zone not null
  matched uuid
  doc json not null
  CREATE INDEX strays_open ON strays USING btree (org_id, shop_id, at, id) WHERE (matched IS NULL)
  constraint strays_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint strays_pkey PRIMARY KEY (org_id, id)

table tallies
  org_id uuid not null
  shop_id uuid not null
  tuple text collate "C" not null
  day date not null
  slot smallint not null
  returns integer not null
  constraint tallies_pkey PRIMARY KEY (org_id, shop_id, tuple, day, slot)

table tries
  org_id uuid not null
  subject text not null
  made integer not null
  since timestamp with time zone not null
  CREATE INDEX tries_old ON tries USING btree (org_id, since)
  constraint tries_pkey PRIMARY KEY (org_id, subject)

table withdrawals
  org_id uuid not null
  id uuid not null
  shop_id uuid not null
  number text not null
  received_at timestamp with time zone not null
  statement json not null
  order_id uuid
  returns uuid[] not null default '{}'::uuid[]
  state text not null
  why text
  CREATE INDEX withdrawals_of_order ON withdrawals USING btree (org_id, order_id)
  CREATE INDEX withdrawals_page ON withdrawals USING btree (org_id, received_at DESC, id)
  constraint withdrawals_org_id_number_key UNIQUE (org_id, number)
  constraint withdrawals_org_id_shop_id_fkey FOREIGN KEY (org_id, shop_id) REFERENCES shops(org_id, id)
  constraint withdrawals_pkey PRIMARY KEY (org_id, id)
