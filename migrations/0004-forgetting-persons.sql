-- Fine beside the older version: there was none before this; nothing had been released.
-- Since when nobody knows any more whose order it was.
alter table orders add column erased_at timestamptz;
create index orders_named on orders (org_id, shop_id, created_at, id) where erased_at is null;

-- The return that named a file first; and since when nobody may see it any more, while its bytes are being taken away.
alter table files add column return_id uuid;
alter table files add column withdrawn_at timestamptz;
update files set return_id = named.return_id from (
  select returns.org_id, returns.id as return_id, mentioned.ids[1]::uuid as file_id
  from returns, regexp_matches(returns.doc::text, '"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g') as mentioned (ids)
) as named where files.org_id = named.org_id and files.id = named.file_id;
create index files_of_return on files (org_id, return_id);
create index files_age on files (org_id, shop_id, created_at, id) where return_id is not null and withdrawn_at is null;
create index files_withdrawn on files (org_id, withdrawn_at) where withdrawn_at is not null;
