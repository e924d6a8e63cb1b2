-- The first page of a search with its facets in one statement, as somebody writes it who knows
-- this database well. Put together by bench/search/by_hand.py: {score} is the sum of what each
-- word counts for, {with}, {source} and {conditions} are fragments below or follow from them.

--: statement
WITH {with}found AS MATERIALIZED (
  SELECT c.id, {score} AS score, c.speaker_id, c.kind, c.mode, c.article_id,
    CAST(substr(COALESCE(c.said_on, CASE WHEN a.access <> 'sealed' THEN a.published_on END), 1, 4) AS integer) AS year
  FROM {source}
  CROSS JOIN kb_article a ON a.id = c.article_id
  WHERE c.status = 'published' AND {conditions}
  ORDER BY {key} DESC LIMIT 2001
), kept AS MATERIALIZED (
  SELECT * FROM found ORDER BY id DESC LIMIT 2000
), counted (facet, id, word, n) AS (
  SELECT 'speaker', speaker_id, NULL, COUNT(*) FROM kept GROUP BY speaker_id
  UNION ALL SELECT 'kind', NULL, kind, COUNT(*) FROM kept GROUP BY kind
  UNION ALL SELECT 'mode', NULL, mode, COUNT(*) FROM kept GROUP BY mode
  UNION ALL SELECT 'article', article_id, NULL, COUNT(*) FROM kept GROUP BY article_id
  UNION ALL SELECT 'year', year, NULL, COUNT(*) FROM kept WHERE year IS NOT NULL GROUP BY year
  UNION ALL SELECT 'about', l.actor_id, NULL, COUNT(*)
    FROM kept CROSS JOIN kb_claimabout l ON l.claim_id = kept.id GROUP BY l.actor_id
  UNION ALL SELECT 'event', l.event_id, NULL, COUNT(*)
    FROM kept CROSS JOIN kb_claimevent l ON l.claim_id = kept.id GROUP BY l.event_id
  UNION ALL SELECT 'tag', l.tag_id, NULL, COUNT(*)
    FROM kept CROSS JOIN kb_claimtag l ON l.content_object_id = kept.id GROUP BY l.tag_id
  -- Lists and subqueries here: joins would put all there is through Bloom filters first.
  UNION ALL SELECT 'stance', NULL, e.stance, COUNT(DISTINCT e.claim_id)
    FROM kb_evidence e
    WHERE e.claim_id IN (SELECT id FROM kept) AND e.state IN ('stands', 'waiting') AND (
      SELECT a.access FROM kb_sentence s
      CROSS JOIN kb_articleversion v ON v.id = s.version_id
      CROSS JOIN kb_article a ON a.id = v.article_id WHERE s.id = e.sentence_id
    ) IN ('full', 'quotes')
    GROUP BY e.stance
), top AS MATERIALIZED (
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, id, word) AS place FROM counted
  ) WHERE place <= 8
), page AS MATERIALIZED (
  SELECT id, score FROM kept ORDER BY score DESC, id DESC LIMIT 26
)
SELECT 'found' AS part, (SELECT COUNT(*) FROM found) AS n, NULL AS id, NULL AS word,
  NULL AS value, NULL AS title, NULL AS kind, NULL AS speaker, NULL AS article, NULL AS outlet,
  NULL AS day, 0 AS place, 0 AS score
UNION ALL
SELECT 'row', NULL, c.id, c.language, s.slug, c.text, c.kind, s.name, a.title, o.name, c.said_on, 0,
  page.score
FROM page
CROSS JOIN kb_claim c ON c.id = page.id
CROSS JOIN kb_actor s ON s.id = c.speaker_id
CROSS JOIN kb_article a ON a.id = c.article_id
LEFT JOIN kb_outlet o ON o.id = a.outlet_id
UNION ALL
SELECT top.facet, top.n, top.id, top.word, COALESCE(p.slug, e.slug, t.slug, r.id),
  COALESCE(p.name, e.title, t.name, r.title), NULL, NULL, NULL, NULL, NULL, top.place, NULL
FROM top
LEFT JOIN kb_actor p ON top.facet IN ('speaker', 'about') AND p.id = top.id
LEFT JOIN kb_event e ON top.facet = 'event' AND e.id = top.id
LEFT JOIN kb_tag t ON top.facet = 'tag' AND t.id = top.id
LEFT JOIN kb_article r ON top.facet = 'article' AND r.id = top.id
-- Who is named by a claim that was found is public; merged and unlisted ones are not shown.
WHERE CASE top.facet
  WHEN 'speaker' THEN p.listed AND p.merged_into_id IS NULL
  WHEN 'about' THEN p.listed AND p.merged_into_id IS NULL
  WHEN 'event' THEN e.merged_into_id IS NULL
  WHEN 'tag' THEN t.merged_into_id IS NULL
  WHEN 'article' THEN r.access <> 'sealed' AND r.current_version_id IS NOT NULL
  ELSE TRUE END
ORDER BY 1, 13 DESC, 12, 3 DESC

--: words: source
kb_claimterms_fts f
  CROSS JOIN kb_claim c ON c.id = f.rowid
  CROSS JOIN kb_claimterms t ON t.claim_id = f.rowid

--: words: key
f.rowid

--: claims: source
kb_claim c

--: about: source
kb_claimabout l CROSS JOIN kb_claim c ON c.id = l.claim_id

--: event: source
kb_claimevent l CROSS JOIN kb_claim c ON c.id = l.claim_id

--: tag: source
kb_claimtag l CROSS JOIN kb_claim c ON c.id = l.content_object_id

--: match: condition
f.kb_claimterms_fts MATCH :match

--: speaker: condition
c.speaker_id = :chosen

--: article: condition
c.article_id = :chosen

--: kind: condition
c.kind = :chosen

--: mode: condition
c.mode = :chosen

--: year: condition
COALESCE(c.said_on, CASE WHEN a.access <> 'sealed' THEN a.published_on END) BETWEEN :chosen || '-01-01' AND :chosen || '-12-31'

--: stance: condition
EXISTS (
    SELECT 1 FROM kb_evidence e
    CROSS JOIN kb_sentence s ON s.id = e.sentence_id
    CROSS JOIN kb_articleversion v ON v.id = s.version_id
    CROSS JOIN kb_article r ON r.id = v.article_id AND r.access IN ('full', 'quotes')
    WHERE e.claim_id = c.id AND e.stance = :chosen AND e.state IN ('stands', 'waiting')
  )

--: about alone: condition
l.actor_id = :chosen

--: event alone: condition
l.event_id = :chosen

--: tag alone: condition
l.tag_id = :chosen

--: about: condition
EXISTS (SELECT 1 FROM kb_claimabout l WHERE l.claim_id = c.id AND l.actor_id = :chosen)

--: event: condition
EXISTS (SELECT 1 FROM kb_claimevent l WHERE l.claim_id = c.id AND l.event_id = :chosen)

--: tag: condition
EXISTS (SELECT 1 FROM kb_claimtag l WHERE l.content_object_id = c.id AND l.tag_id = :chosen)

--: actor: condition
c.id IN (SELECT id FROM named)

--: actor: with
actors AS MATERIALIZED (
  SELECT p.id FROM kb_actor p
  WHERE p.id IN (SELECT rowid FROM kb_actorterms_fts WHERE kb_actorterms_fts MATCH :actor)
    AND p.merged_into_id IS NULL AND (
      EXISTS (SELECT 1 FROM kb_claim c WHERE c.speaker_id = p.id AND c.status = 'published')
      OR EXISTS (SELECT 1 FROM kb_claimabout l JOIN kb_claim c ON c.id = l.claim_id
                 WHERE l.actor_id = p.id AND c.status = 'published')
      OR EXISTS (SELECT 1 FROM kb_attribution l JOIN kb_claim c ON c.id = l.claim_id
                 WHERE l.actor_id = p.id AND c.status = 'published')
    )
  ORDER BY p.id LIMIT 200
), named AS MATERIALIZED (
  SELECT id FROM kb_claim WHERE speaker_id IN (SELECT id FROM actors)
  UNION SELECT claim_id FROM kb_claimabout WHERE actor_id IN (SELECT id FROM actors)
  UNION SELECT claim_id FROM kb_attribution WHERE actor_id IN (SELECT id FROM actors)
),
