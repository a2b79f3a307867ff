package check_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
)

// Programs read verdicts by these names and words.
func TestWrittenVerdict(t *testing.T) {
	written := func(v any) string {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		return string(text)
	}
	v := check.Verdict{Name: "n", Kind: check.Promise, Status: check.Broken, Message: "m", At: at(0), Sample: 3, Accounts: []string{o(1)}, Evidence: []check.Evidence{{At: at(1), Text: "t"}}}
	assert.JSONEq(t, `{"name":"n","kind":"promise","status":"broken","message":"m","at":"2031-05-06T08:00:00Z","sample":3,
		"accounts":["orchid-1"],"evidence":[{"at":"2031-05-06T08:01:00Z","text":"t"}]}`, written(v))
	assert.JSONEq(t, `{"name":"","kind":"expectation","status":"vacuous","message":"","sample":0}`, written(check.Verdict{Kind: check.Expectation, Status: check.Vacuous}), "what there is none of is left out")
	assert.Equal(t, []check.Status{"held", "broken", "not_applicable", "vacuous"}, []check.Status{check.Held, check.Broken, check.NotApplicable, check.Vacuous})
}

// Of many mailboxes twenty are named, the first by name, each once.
func TestTwentyAccountsAreNamed(t *testing.T) {
	failing := func(n int) check.Verdict {
		b := world(n)
		for i := n; i >= 1; i-- {
			b.read(5, o(i), answerless).read(6, o(i), answerless)
		}
		return *b.promise("reads-answered-from-cache")
	}
	assert.Len(t, failing(19).Accounts, 19)
	assert.Len(t, failing(20).Accounts, 20)
	many := failing(21)
	assert.Len(t, many.Accounts, 20)
	assert.NotContains(t, many.Accounts, o(9), "the last by name")
	assert.Contains(t, many.Accounts, o(21))
	assert.Contains(t, many.Message, "42 of 42 reads", "but the message counts all")
}
