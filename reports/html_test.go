package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func render(t testing.TB, runs ...Run) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, HTML(&b, runs))
	return b.String()
}

func twoVariants(t testing.TB) []Run {
	other := squeeze()
	other.Header.Variant = "earlier"
	other.notice(63, "review_soon", "Slow", "harbour", "firing").add(64, history.Noticed{By: "chat"})
	return []Run{squeeze().run(t), other.run(t)}
}

// elements walks the document strictly: every element must be closed in order.
func elements(t *testing.T, document string, visit func(xml.StartElement)) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(document, "<!DOCTYPE html>\n")))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.AutoClose = []string{"meta", "br"}
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			visit(e)
		case xml.EndElement:
			depth--
		}
	}
	assert.Zero(t, depth)
}

func TestHTML(t *testing.T) {
	document := render(t, twoVariants(t)...)

	t.Run("WellFormedAndLoadsNothing", func(t *testing.T) {
		ids, links := map[string]bool{}, []string{}
		elements(t, document, func(e xml.StartElement) {
			assert.NotContains(t, []string{"script", "link", "img", "iframe", "object"}, e.Name.Local)
			for _, a := range e.Attr {
				switch a.Name.Local {
				case "id":
					assert.False(t, ids[a.Value], "id %s is there twice", a.Value)
					ids[a.Value] = true
				case "href":
					require.True(t, strings.HasPrefix(a.Value, "#"), a.Value)
					links = append(links, a.Value[1:])
				case "src", "style", "onload", "onclick":
					assert.Fail(t, "attribute "+a.Name.Local)
				}
			}
		})
		assert.NotEmpty(t, links)
		for _, l := range links {
			assert.True(t, ids[l], "nothing has the id %s", l)
		}
		assert.NotRegexp(t, `(?i)(src|href|url|@import)[^>]{0,4}https?://`, document)
	})
	t.Run("PolicyFitsTheStyle", func(t *testing.T) {
		style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(document)[1]
		sum := sha256.Sum256([]byte(style))
		policy := strings.ReplaceAll(document, "&#43;", "+")
		assert.Contains(t, policy, "default-src &#39;none&#39;; style-src &#39;sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"&#39;")
	})
	t.Run("TheFigureIsTold", func(t *testing.T) {
		assert.Equal(t, 2, strings.Count(document, `role="img" aria-label="`))
		assert.Contains(t, document, "<td class=\"what\">first notice, by a page</td>")
	})
	t.Run("VariantsSideBySideFirst", func(t *testing.T) {
		assert.Less(t, strings.Index(document, `id="compare"`), strings.Index(document, `id="variant-1"`))
		assert.Contains(t, document, `<span class="better">better</span>`)
	})
	t.Run("TheSameByteForByte", func(t *testing.T) {
		for range 5 {
			require.Equal(t, document, render(t, twoVariants(t)...))
		}
	})
	t.Run("NoWallTime", func(t *testing.T) {
		runs := twoVariants(t)
		runs[0].WallSeconds, runs[1].WallSeconds = 123456.75, 98765.5
		assert.Equal(t, document, render(t, runs...))
	})
	t.Run("PrintUnfolds", func(t *testing.T) {
		_, print, found := strings.Cut(document, "@media print")
		require.True(t, found)
		assert.Contains(t, print, "details::details-content { content-visibility:visible")
	})
}

func TestHTMLOfOneVariant(t *testing.T) {
	document := render(t, squeeze().run(t))
	assert.Greater(t, strings.Index(document, `id="compare"`), strings.Index(document, `id="variant-1"`))
	assert.NotContains(t, document, "Compared with")
	assert.NotContains(t, document, `class="better"`)
}

func TestHTMLOfAnEmptyWorld(t *testing.T) {
	elements(t, render(t, build(1).run(t)), func(xml.StartElement) {})
	assert.Error(t, HTML(io.Discard, nil))
}

func TestHTMLPassesOnWriteErrors(t *testing.T) {
	assert.ErrorIs(t, HTML(fullDisk{}, []Run{squeeze().run(t)}), errFull)
	assert.ErrorIs(t, JSON(fullDisk{}, []Run{squeeze().run(t)}), errFull)
}

var errFull = errors.New("full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestHTMLEscapes(t *testing.T) {
	const evil = `<script>alert("x")</script><b onload='x'>&amp;`
	b := squeeze()
	b.Header.Title, b.Header.Note, b.Header.Variant = evil, evil, evil
	b.Header.Faults[0].Note, b.Header.Faults[0].What, b.Header.Faults[0].Whom = evil, evil, evil
	b.Header.Mailboxes[0].Fleet = evil
	b.post(300, evil, 1).add(301, history.Acted{Action: evil, What: evil, Note: evil}).add(302, history.Noticed{By: evil, What: evil})
	b.notice(303, "informational", evil, evil, "firing").notice(304, evil, evil, evil, "firing").cohort(evil, "lagoon").add(305, history.TicketOpened{Ticket: evil, Text: evil})
	r := b.run(t)
	r.Verdicts = []check.Verdict{{Name: evil, Status: check.Broken, Message: evil, Accounts: []string{evil}, Evidence: []check.Evidence{{Text: evil}}}}
	document := render(t, r, r)
	assert.NotContains(t, document, "<script")
	assert.NotContains(t, document, "<b onload")
	assert.Contains(t, document, "&lt;script&gt;")
	elements(t, document, func(e xml.StartElement) {
		for _, a := range e.Attr {
			assert.NotEqual(t, "onload", a.Name.Local)
		}
	})
}

func TestVerdicts(t *testing.T) {
	r := squeeze().run(t)
	r.Verdicts = []check.Verdict{{Name: "one", Status: check.Held}, {Name: "two", Status: check.Vacuous}, {Name: "three", Status: check.Broken}, {Name: "four", Status: check.NotApplicable}, {Name: "five", Status: check.Broken}}
	document := render(t, r)
	var order []string
	for _, m := range regexp.MustCompile(`<b>(\w+)</b>`).FindAllStringSubmatch(document, -1) {
		order = append(order, m[1])
	}
	assert.Equal(t, []string{"three", "five", "two", "four", "one"}, order, "failures first")
	assert.Contains(t, document, `<li class="banner broken">`)
	assert.Contains(t, document, `<a href="#variant-1-verdict-0">three</a>`)
	assert.Equal(t, 3, strings.Count(document, "<details open>"), "what did not hold is open")
	assert.Equal(t, check.Vacuous, worst(r.Verdicts[:2]))
	assert.Equal(t, check.Held, worst(nil))
}

// maxBytes is what a report of two variants over four days may take.
const maxBytes = 1_000_000

// TestSize renders two variants of four days whose series change at every
// minute: more than any world does.
func TestSize(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	b := build(4*24*60).fleet(500, "quay", "harbour", "standard").fleet(500, "mole", "harbour", "custom_domain").fleet(300, "reed", "lagoon", "standard")
	for i, name := range []string{"harbour", "lagoon", "quay", "mole", "reed"} {
		b.Header.Cohorts = append(b.Header.Cohorts, history.Cohort{Name: name, Members: names("quay", 1, 100*(i+1))})
		for range 4 * 24 * 60 {
			b.Series[name] = append(b.Series[name], history.Minute{Failing: random.IntN(100), AgeMax: random.IntN(360000)})
		}
	}
	for i := range 1000 {
		b.notice(float64(5*i), "informational", "Flaps", "harbour", []string{"firing", "resolved"}[i%2])
		b.add(float64(5*i)+1, history.Acted{Action: "try", What: `{"requests":{"user_agent":"other"}}`, Note: strings.Repeat("perhaps ", 20)})
	}
	b.fails(60, 3000, names("quay", 1, 500)...).fails(60, lasts, names("mole", 1, 90)...)
	r := b.run(t)
	document := render(t, r, r)
	t.Logf("%d bytes", len(document))
	assert.Less(t, len(document), maxBytes)
}
