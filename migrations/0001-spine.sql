-- Tables that must be found without knowing the organisation first. On a cluster they are reference tables.

create table installation (
  one boolean primary key default true check (one),
  -- Signs links and seals secrets when no secret is configured outside the database.
  secret text not null,
  created_at timestamptz not null
);

create table orgs (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);

create table api_keys (
  id uuid primary key,
  org_id uuid not null references orgs (id),
  -- SHA-256 of the key; the key itself is shown once and kept nowhere.
  hash text not null unique,
  hint text not null,
  name text not null,
  role text not null,
  scopes text[] not null,
  -- null: all shops of the organisation.
  shops uuid[],
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_org on api_keys (org_id, created_at);

create table people (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  -- scrypt, salt:key in hex; null when the person signs in another way.
  password text,
  created_at timestamptz not null
);

create table memberships (
  person_id uuid not null references people (id),
  org_id uuid not null references orgs (id),
  role text not null,
  created_at timestamptz not null,
  primary key (person_id, org_id)
);

create table dialect_credentials (
  id uuid primary key,
  org_id uuid not null references orgs (id),
  shop_id uuid not null,
  dialect text not null,
  -- What a client names itself with: partner and shop, user name, handle, or the hash of a key.
  name text not null,
  -- What it proves itself with, sealed with the installation's secret.
  sealed text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  unique (dialect, name)
);

-- Everything below belongs to one organisation, named first in every key. Documents are json rather than jsonb: they are kept as they were written, member by
-- member in order, so that a second answer reads like the first, and nothing searches inside them.

create table shops (
  org_id uuid not null,
  id uuid not null,
  serial integer not null,
  name text not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  doc json not null,
  primary key (org_id, id),
  unique (org_id, serial)
);

-- Numbers for returns, handed out in blocks so that filing returns does not queue up behind one row.
create table serials (
  org_id uuid not null,
  shop_id uuid not null,
  last bigint not null default 0,
  primary key (org_id, shop_id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);

create table policies (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  version integer not null,
  state text not null check (state in ('draft', 'live', 'past')),
  valid_from timestamptz,
  valid_until timestamptz,
  created_at timestamptz not null,
  doc json not null,
  primary key (org_id, id),
  unique (org_id, shop_id, version),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create unique index policies_live on policies (org_id, shop_id) where state = 'live';

create table orders (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  external_id text not null,
  number text not null,
  state text not null check (state in ('open', 'cancelled')),
  version integer not null,
  placed_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Words it can be found by: lower case, each also by its beginning.
  terms tsvector not null,
  doc json not null,
  primary key (org_id, id),
  unique (org_id, shop_id, external_id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index orders_number on orders (org_id, shop_id, lower(number));
create index orders_created on orders (org_id, created_at, id);
create index orders_terms on orders using gin (terms);

-- How many delivered pieces are spoken for. No piece comes back twice, whatever door it is asked through.
create table sold (
  org_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  fulfilment_id uuid not null,
  delivered integer not null,
  held integer not null default 0,
  primary key (org_id, order_id, line_id, fulfilment_id),
  foreign key (org_id, order_id) references orders (org_id, id),
  constraint sold_no_piece_twice check (held >= 0 and held <= delivered)
);

-- Money taken, and how much of it is on its way back or gone. Never more goes back than came in.
create table payments (
  org_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  currency text not null,
  captured bigint not null check (captured >= 0),
  spoken bigint not null default 0,
  primary key (org_id, id),
  foreign key (org_id, order_id) references orders (org_id, id),
  constraint payments_not_over_refunded check (spoken >= 0 and spoken <= captured)
);

create table returns (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  order_id uuid not null,
  group_id uuid,
  serial bigint not null,
  number text not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The earliest running deadline.
  due_at timestamptz,
  -- The whole state as twelve letters; lists by state are merged from one index range per tuple.
  tuple text collate "C" not null,
  request text not null,
  negotiation text not null,
  dispute text not null,
  evidence text not null,
  compensation text not null,
  transit text not null,
  onward text not null,
  receiving text not null,
  settlement text not null,
  handling text not null,
  kind text not null,
  inspector text not null,
  lane text not null,
  terms tsvector not null,
  doc json not null,
  primary key (org_id, id),
  unique (org_id, number),
  unique (org_id, shop_id, serial),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index returns_created on returns (org_id, shop_id, created_at, id);
create index returns_updated on returns (org_id, shop_id, updated_at, id);
create index returns_tuple_created on returns (org_id, shop_id, tuple, created_at, id);
create index returns_tuple_updated on returns (org_id, shop_id, tuple, updated_at, id);
create index returns_due on returns (org_id, shop_id, due_at, id) where due_at is not null;
create index returns_order on returns (org_id, order_id);
create index returns_terms on returns using gin (terms);

create table return_events (
  org_id uuid not null,
  return_id uuid not null,
  sequence integer not null,
  id uuid not null,
  type text not null,
  at timestamptz not null,
  body json not null,
  primary key (org_id, return_id, sequence),
  foreign key (org_id, return_id) references returns (org_id, id)
);

-- What others are to be told: one row per act, naming its events.
create table outbox (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  return_id uuid not null,
  from_sequence integer not null,
  to_sequence integer not null,
  at timestamptz not null,
  primary key (org_id, id)
);

-- How many returns a shop has per day of filing and state. Several slots per count, so that no row becomes a queue.
create table tallies (
  org_id uuid not null,
  shop_id uuid not null,
  tuple text collate "C" not null,
  day date not null,
  slot smallint not null,
  returns integer not null,
  primary key (org_id, shop_id, tuple, day, slot)
);

-- Work outside the house that an act ordered: a refund at a gateway, a label at a carrier. A worker does it and reports back through an act.
create table errands (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  return_id uuid not null,
  kind text not null,
  -- Stable for the same piece of work, and handed to the outside so that it can tell a repetition.
  key text not null,
  body json not null,
  state text not null check (state in ('waiting', 'taken', 'done', 'given_up')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  taken_until timestamptz,
  why text,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, key)
);
create index errands_due on errands (next_at) where state in ('waiting', 'taken');

-- The first answer to a keyed request, kept so that a repetition gets the same one.
create table idempotency (
  org_id uuid not null,
  actor text not null,
  key text not null,
  hash text not null,
  answer json,
  created_at timestamptz not null,
  primary key (org_id, actor, key)
);
create index idempotency_age on idempotency (created_at);

create table files (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  kind text not null check (kind in ('photo', 'video', 'document')),
  content_type text not null,
  bytes integer not null,
  width integer,
  height integer,
  side text not null,
  sha256 text not null,
  created_at timestamptz not null,
  primary key (org_id, id)
);

create table strays (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  at timestamptz not null,
  matched uuid,
  doc json not null,
  primary key (org_id, id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index strays_open on strays (org_id, shop_id, at, id) where matched is null;

-- Store credit given, entry by entry; what a customer has is their sum.
create table credits (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  return_id uuid not null,
  payout_id uuid not null,
  customer text not null,
  reference text not null,
  amount bigint not null,
  currency text not null,
  at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, payout_id),
  unique (org_id, reference)
);

-- Who changed what that is not a return (those have their own log). Rows are only ever added.
create table audit (
  org_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor json not null,
  what text not null,
  subject text not null,
  detail json not null,
  primary key (org_id, id)
);
create index audit_at on audit (org_id, at, id);
create index audit_subject on audit (org_id, subject, at, id);
