package reports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ofTheShippedIncident are words that only the incident in scenarios/ has. None
// may be in this package: a report of another date, fleet and cause must not
// know of them.
var ofTheShippedIncident = []string{
	"outlook", "microsoft", "office365", "hotmail", "2022", "march", "tuesday", "thursday", "anchor-?mailbox", "hint_required", "hint required",
	"routing[-:]", "front door", "directory", "mailbox_id", "as-it-happened", "look-now-alert", "everyday", "custom-domain", "other-sign-in",
	"graph", `\b503\b`, `\b93\b`, `\b1,?300\b`, "london", "paris",
}

// TestAnotherIncident renders an invented one and finds its facts, and nothing of
// the one that is shipped.
func TestAnotherIncident(t *testing.T) {
	document := render(t, twoVariants(t)...)
	_, body, found := strings.Cut(document, "<body>")
	require.True(t, found)
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))
	text = strings.Join(strings.Fields(text), " ")
	for _, fact := range []string{
		"Harbour mail answers too many with too little", "Replay of quota-2031", "06:00 UTC on Wednesday 17 September 2031", "Seed 77",
		"the provider halves its allowance (throttle: 10 per minute)", "All 20 mailboxes of harbour", "of lagoon, none of the 10 does",
		"4 of 20 that had failed still fail", "all 4 belong to the fleet mole", "deploy sync.pace = slow", "polled every 10 min",
		"ProviderSilent", "All is well again.", "✗ untrue: 87 % of 30 were healthy", "Compared with as-planned, somebody notices",
		"quota-squeeze begins", "Wed 17 Sep 07:00", "4 owners are asked to relink",
	} {
		assert.Contains(t, text, fact)
	}
	for _, word := range ofTheShippedIncident {
		assert.NotRegexp(t, "(?i)"+word, text)
	}
}

// TestFactsFollow changes date, fleet and cause once more: the sentences follow.
func TestFactsFollow(t *testing.T) {
	b := squeeze()
	for i := range b.Header.Mailboxes {
		m := &b.Header.Mailboxes[i]
		m.Provider = strings.NewReplacer("harbour", "estuary", "lagoon", "fjord").Replace(m.Provider)
		if m.Fleet == "mole" {
			m.Address = "custom_domain"
		}
	}
	b.Header.Faults[0].Whom, b.Header.Faults[0].What, b.Header.Faults[0].Note = "estuary", "latency: 40s", ""
	shift := begins.AddDate(2, 1, 3).Sub(begins)
	b.Header.From, b.Header.Until = b.Header.From.Add(shift), b.Header.Until.Add(shift)
	for i := range b.Header.Faults {
		b.Header.Faults[i].From, b.Header.Faults[i].Until = b.Header.Faults[i].From.Add(shift), b.Header.Faults[i].Until.Add(shift)
	}
	for i := range b.Events {
		b.Events[i].At = b.Events[i].At.Add(shift)
	}
	text := strings.Join(story(b.run(t), nil), " ")
	assert.Contains(t, text, "At 07:00 UTC on Thursday 20 October 2033 the fault quota-squeeze comes into force for estuary, and 6 h later it is over: latency: 40s.")
	assert.Contains(t, text, "All 20 mailboxes of estuary stop synchronising")
	assert.Contains(t, text, "of fjord, none of the 10 does")
	assert.Contains(t, text, "use a custom domain")
	for _, old := range []string{"2031", "September", "harbour", "lagoon", "allowance", "another address"} {
		assert.NotContains(t, text, old)
	}
}

// TestNoLiteralOfTheIncident reads this package: no string and no text of the
// template may name what only the shipped incident has.
func TestNoLiteralOfTheIncident(t *testing.T) {
	sources := os.DirFS(".")
	texts := map[string]string{}
	files, err := fs.Glob(sources, "*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		var literals []string
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok {
				literals = append(literals, l.Value)
			}
			return true
		})
		texts[name] = strings.Join(literals, "\n")
	}
	for _, name := range []string{"report.html", "report.css"} {
		content, err := fs.ReadFile(sources, name)
		require.NoError(t, err)
		texts[name] = string(content)
	}
	require.Greater(t, len(texts), 10)
	for name, text := range texts {
		for _, word := range ofTheShippedIncident {
			assert.NotRegexp(t, "(?i)"+word, text, name)
		}
	}
}
