-- Enterprises by any part of their name (record 0028 has why without an extension): every three characters are one integer. Letters beyond
-- ASCII count as one and the same, so that no collation is needed to know small ones from capitals: the name itself decides.
create function text_marks(told text) returns integer[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct one * 65536 + two * 256 + three), '{}')
  from (
    select n, least(ascii(substr(folded, n, 1)), 128) as one, least(ascii(substr(folded, n + 1, 1)), 128) as two,
      least(ascii(substr(folded, n + 2, 1)), 128) as three
    from (select lower(told collate "C") as folded) as small, generate_series(1, length(folded) - 2) as n
  ) as marks
$$;
-- Kept, for working them out costs more than reading them.
alter table enterprise add column name_marks integer[] generated always as (text_marks(legal_name)) stored;
alter table enterprise alter column name_marks set statistics 0;
create index enterprise_by_part_of_name on enterprise using gin (name_marks);
