-- A search reads all signatures while another connection reads the words: a second process for the signatures would
-- take the words' processor, and starting it takes as long as it spares.
alter table search_signatures set (parallel_workers = 0);
