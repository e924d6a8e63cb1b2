-- The first page of a search with its facets in one statement, as somebody writes it who knows
-- this database well. Put together by bench/search/by_hand.py: {score} is the sum of what each
-- word counts for, {with}, {source} and {conditions} are fragments below or follow from them.

--: statement
WITH {with}found AS MATERIALIZED (
  SELECT c.id, c.speaker_id, c.kind, c.mode, c.article_id,
    EXTRACT(year FROM COALESCE(c.said_on, CASE WHEN a.access <> 'sealed' THEN a.published_on END))::int AS year
  FROM {source}
  JOIN kb_article a ON a.id = c.article_id
  WHERE c.status = 'published' AND {conditions}
  ORDER BY c.id DESC LIMIT 2001
), kept AS MATERIALIZED (
  SELECT * FROM found ORDER BY id DESC LIMIT 2000
), counted (facet, id, word, n) AS (
  SELECT CASE WHEN GROUPING(speaker_id) = 0 THEN 'speaker' WHEN GROUPING(kind) = 0 THEN 'kind'
      WHEN GROUPING(mode) = 0 THEN 'mode' WHEN GROUPING(article_id) = 0 THEN 'article' ELSE 'year' END,
    COALESCE(speaker_id, article_id, year), COALESCE(kind, mode), COUNT(*)
  FROM kept GROUP BY GROUPING SETS ((speaker_id), (kind), (mode), (article_id), (year))
  UNION ALL SELECT 'about', l.actor_id, NULL, COUNT(*)
    FROM kept JOIN kb_claimabout l ON l.claim_id = kept.id GROUP BY l.actor_id
  UNION ALL SELECT 'event', l.event_id, NULL, COUNT(*)
    FROM kept JOIN kb_claimevent l ON l.claim_id = kept.id GROUP BY l.event_id
  UNION ALL SELECT 'tag', l.tag_id, NULL, COUNT(*)
    FROM kept JOIN kb_claimtag l ON l.content_object_id = kept.id GROUP BY l.tag_id
  UNION ALL SELECT 'stance', NULL, e.stance, COUNT(DISTINCT e.claim_id)
    FROM kept JOIN kb_evidence e ON e.claim_id = kept.id AND e.state IN ('stands', 'waiting')
    JOIN kb_sentence s ON s.id = e.sentence_id
    JOIN kb_articleversion v ON v.id = s.version_id
    JOIN kb_article a ON a.id = v.article_id AND a.access IN ('full', 'quotes')
    GROUP BY e.stance
), top AS MATERIALIZED (
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, id, word COLLATE "C") AS place
    FROM counted WHERE id IS NOT NULL OR word IS NOT NULL
  ) ranked WHERE place <= 8
), page AS MATERIALIZED (
  SELECT kept.id, {score} AS score FROM kept {scored} ORDER BY 2 DESC, 1 DESC LIMIT 26
)
SELECT 'found' AS part, (SELECT COUNT(*) FROM found) AS n, NULL::bigint AS id, NULL AS word,
  NULL AS value, NULL AS title, NULL AS kind, NULL AS speaker, NULL AS article, NULL AS outlet,
  NULL::date AS day, 0 AS place, 0 AS score
UNION ALL
SELECT 'row', NULL, c.id, c.language, s.slug, c.text, c.kind, s.name, a.title, o.name, c.said_on, 0,
  page.score
FROM page
JOIN kb_claim c ON c.id = page.id
JOIN kb_actor s ON s.id = c.speaker_id
JOIN kb_article a ON a.id = c.article_id
LEFT JOIN kb_outlet o ON o.id = a.outlet_id
UNION ALL
SELECT top.facet, top.n, top.id, top.word, COALESCE(p.slug, e.slug, t.slug, r.id::text),
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
matched JOIN kb_claim c ON c.id = matched.claim_id

--: claims: source
kb_claim c

--: about: source
kb_claimabout l JOIN kb_claim c ON c.id = l.claim_id

--: event: source
kb_claimevent l JOIN kb_claim c ON c.id = l.claim_id

--: tag: source
kb_claimtag l JOIN kb_claim c ON c.id = l.content_object_id

--: words: scored
JOIN kb_claimterms t ON t.claim_id = kept.id

--: words: with
matched AS MATERIALIZED (SELECT t.claim_id FROM kb_claimterms t WHERE {matched}),

--: match: condition
string_to_array(btrim(t.terms), ' ') && {terms}::text[]

--: speaker: condition
c.speaker_id = %(chosen)s

--: article: condition
c.article_id = %(chosen)s

--: kind: condition
c.kind = %(chosen)s

--: mode: condition
c.mode = %(chosen)s

--: year: condition
COALESCE(c.said_on, CASE WHEN a.access <> 'sealed' THEN a.published_on END) BETWEEN make_date(%(chosen)s, 1, 1) AND make_date(%(chosen)s, 12, 31)

--: stance: condition
EXISTS (
    SELECT 1 FROM kb_evidence e
    JOIN kb_sentence s ON s.id = e.sentence_id
    JOIN kb_articleversion v ON v.id = s.version_id
    JOIN kb_article r ON r.id = v.article_id AND r.access IN ('full', 'quotes')
    WHERE e.claim_id = c.id AND e.stance = %(chosen)s AND e.state IN ('stands', 'waiting')
  )

--: about alone: condition
l.actor_id = %(chosen)s

--: event alone: condition
l.event_id = %(chosen)s

--: tag alone: condition
l.tag_id = %(chosen)s

--: about: condition
EXISTS (SELECT 1 FROM kb_claimabout l WHERE l.claim_id = c.id AND l.actor_id = %(chosen)s)

--: event: condition
EXISTS (SELECT 1 FROM kb_claimevent l WHERE l.claim_id = c.id AND l.event_id = %(chosen)s)

--: tag: condition
EXISTS (SELECT 1 FROM kb_claimtag l WHERE l.content_object_id = c.id AND l.tag_id = %(chosen)s)

--: actor: condition
c.id IN (SELECT id FROM named)

--: actor: with
actors AS MATERIALIZED (
  SELECT p.id FROM kb_actor p
  JOIN kb_actorterms t ON t.actor_id = p.id
  WHERE {named} AND p.merged_into_id IS NULL AND (
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
