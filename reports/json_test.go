package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
)

// keysOf lists the paths of all fields, sorted; elements of lists are "[]".
func keysOf(prefix string, v any, out map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			out[prefix+k] = true
			keysOf(prefix+k+".", inner, out)
		}
	case []any:
		for _, inner := range v {
			keysOf(prefix+"[].", inner, out)
		}
	}
}

// TestJSONFields is a golden list: programs read these names.
func TestJSONFields(t *testing.T) {
	r := squeeze().run(t)
	r.Verdicts = []check.Verdict{{Name: "n", Kind: "promise", Status: check.Broken, Message: "m", At: at(1), Sample: 2, Accounts: []string{"a"}, Evidence: []check.Evidence{{At: at(1), Text: "t"}}}}
	var b bytes.Buffer
	require.NoError(t, JSON(&b, []Run{r}))
	var result any
	require.NoError(t, json.Unmarshal(b.Bytes(), &result))
	have := map[string]bool{}
	keysOf("", result, have)
	want := []string{"version", "scenario", "title", "seed", "variants"}
	for _, k := range []string{"name", "history_sha256", "virtual_seconds", "wall_seconds", "requests", "verdicts", "measures"} {
		want = append(want, "variants.[]."+k)
	}
	for _, k := range []string{"name", "kind", "status", "message", "at", "sample", "accounts", "evidence", "evidence.[].at", "evidence.[].text"} {
		want = append(want, "variants.[].verdicts.[]."+k)
	}
	for _, k := range []string{
		"mailboxes", "affected", "detect_seconds", "detected_by", "first_recovery_seconds", "ninety_percent_seconds", "full_recovery_seconds",
		"full_recovery_except_waiting_seconds", "recovered_share", "stale_mailbox_hours", "reads", "reads_answered", "reads_stale",
		"informational", "review_soon", "look_now", "first_informational_seconds", "first_look_now_seconds", "open_at_end",
		"relinks_asked", "relinks_answered", "relinks_needless", "edits_seen_median_seconds", "edits_seen_95_seconds", "writes_accepted", "writes_in_effect", "writes_refused", "writes_open", "writes_wrong", "longest_write_seconds", "tickets", "longest_silence_seconds", "false_claims", "requests", "requests_failed",
	} {
		want = append(want, "variants.[].measures."+k)
	}
	for _, k := range want {
		assert.True(t, have[k], "the field %s is gone", k)
	}
	for _, k := range sortedKeys(have) {
		assert.True(t, slices.Contains(want, k), "the field %s is new: add it to the list, and keep it", k)
	}
}

func TestJSON(t *testing.T) {
	runs := twoVariants(t)
	var b bytes.Buffer
	require.NoError(t, JSON(&b, runs))
	var result Result
	require.NoError(t, json.Unmarshal(b.Bytes(), &result))
	assert.Equal(t, 1, result.Version)
	assert.Equal(t, "quota-2031", result.Scenario)
	assert.Equal(t, uint64(77), result.Seed)
	require.Len(t, result.Variants, 2)
	assert.Equal(t, "earlier", result.Variants[1].Name)
	assert.Equal(t, runs[1].Hash, result.Variants[1].HistorySHA256)
	assert.Equal(t, 36000.0, result.Variants[0].VirtualSeconds)
	assert.Equal(t, 8.25, result.Variants[0].WallSeconds)
	assert.Equal(t, runs[0].Measures, result.Variants[0].Measures)
	assert.Contains(t, b.String(), `"full_recovery_seconds": null`, "what never happened is null, not zero")
}

// TestEmptyJSON has lists, not nulls, where there is nothing.
func TestEmptyJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, JSON(&b, []Run{{History: build(1).sorted()}}))
	assert.Contains(t, b.String(), `"verdicts": []`)
}
