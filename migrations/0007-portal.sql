-- The shopper's page. Where a page stands must be found without knowing the organisation first, so this is a reference table on a cluster.
create table portals (
  -- The word in the address.
  slug text primary key,
  org_id uuid not null,
  shop_id uuid not null unique,
  -- The host name the shop lends, in small letters.
  host text unique,
  created_at timestamptz not null
);

-- A request somebody is still writing. Step by step it is kept here, so that nothing is lost when a line breaks off.
create table drafts (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  doc json not null,
  primary key (org_id, id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index drafts_old on drafts (org_id, updated_at);

-- One-time codes that were sent to a customer. Only a hash is kept.
create table codes (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  -- null: sent to nobody, for an order that does not exist; asking for it must look the same.
  order_id uuid,
  hash text not null,
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index codes_old on codes (org_id, expires_at);

-- How often something was tried lately: guesses per order number and per address, so that nobody guesses on. Subjects are hashes.
create table tries (
  org_id uuid not null,
  subject text not null,
  made integer not null,
  since timestamptz not null,
  primary key (org_id, subject)
);
create index tries_old on tries (org_id, since);

-- Shops founded before there was a page: their short name, with a number where two have the same.
insert into portals (slug, org_id, shop_id, created_at)
select slug || case when place > 1 then '-' || place else '' end, org_id, id, created_at from (
  select org_id, id, created_at, slug, row_number() over (partition by slug order by created_at, id) as place from (
    select org_id, id, created_at, coalesce(nullif(trim(both '-' from regexp_replace(lower(doc -> 'refs' ->> 'handle'), '[^a-z0-9]+', '-', 'g')), ''), 'shop') as slug from shops
  ) named
) counted;
