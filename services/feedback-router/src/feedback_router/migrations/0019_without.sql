-- What somebody wants left out is left out whether or not its accents were typed: a text that one way of reading finds
-- must be kept out by both, where one is enough to let it in.
CREATE FUNCTION sought_either_way(language text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN one_of(websearch_to_tsquery('english', words), websearch_to_tsquery('plain_en', words))
    WHEN 'es' THEN one_of(websearch_to_tsquery('spanish', words), websearch_to_tsquery('plain_es', words))
    WHEN 'pt' THEN one_of(websearch_to_tsquery('portuguese', words), websearch_to_tsquery('plain_pt', words))
    ELSE one_of(websearch_to_tsquery('simple', words), websearch_to_tsquery('plain_other', words))
END;

CREATE FUNCTION unwanted(language text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT one_of(VARIADIC array_agg(sought_either_way(language, found[1])))
    FROM regexp_matches(words, '(?:^|\s)-("[^"]*"|[^\s"]+)', 'g') AS found
);

CREATE OR REPLACE FUNCTION sought(language text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN strpos(words, '-') = 0 THEN sought_either_way(language, words)
    ELSE sought_either_way(language, words) && !! unwanted(language, words)
END;
