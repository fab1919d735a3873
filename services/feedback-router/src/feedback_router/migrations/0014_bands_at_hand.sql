-- While a batch of comments is grouped, the bands that it has just brought would lie in the index's list of what is
-- still to be sorted in: each of its 500 look-ups would read that whole list, or rather the whole table.
ALTER INDEX comment_vectors_by_band SET (fastupdate = off);
SELECT gin_clean_pending_list('comment_vectors_by_band');
