package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTrace(t *testing.T) {
	path := morning(t, "11:30")
	code, out, errs := run(t, "trace", path, "--mailbox", "outlook-0001", "--at", "2022-06-14T10:30:00Z")
	require.Equal(t, 0, code, errs)
	for _, says := range []string{
		"outlook-0001 of small, variant as-it-happened",
		"the fault overload begins",
		"status 503 UnknownError; hit by overload",
		"outlook-0001 begins to fail: status 503",
		"which completes a round",
		"the owner of outlook-0001 reads and gets an answer",
		"times until Tue 14 Jun",
		"At Tue 14 Jun 10:30:00 outlook-0001 is stale and failing: its last complete round ended ",
		"status 503 temporarily_unavailable; hit by overload; in force: overload (status 503, until Tue 14 Jun 11:00:00)",
		"it waits for the next try.",
	} {
		assert.Contains(t, out, says)
	}
	assert.NotContains(t, out, "outlook-0002", "it is one account's story")
	again, same, _ := run(t, "trace", path, "--mailbox", "outlook-0001", "--at", "2022-06-14T10:30:00Z")
	assert.Equal(t, 0, again)
	assert.Equal(t, out, same, "one seed, one story")
}

// The one who is passed by learns why.
func TestTraceTellsNearMisses(t *testing.T) {
	path := morning(t, "11:00")
	code, out, errs := run(t, "trace", path, "--mailbox", "microsoft365-0001", "--at", "2022-06-14T10:30:00Z")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "passed by overload (provider: ")
	assert.NotContains(t, out, "hit by")
	assert.Contains(t, out, "microsoft365-0001 is well: its last complete round ended ")
}

// The counts agree with the history's own: failed requests at the last instant
// before the account is healed.
func TestTraceCountsFailedRequests(t *testing.T) {
	path := morning(t, "11:30")
	_, out, _ := run(t, "trace", path, "--mailbox", "outlook-0003", "--at", "2022-06-14T10:59:59Z")
	healed := regexp.MustCompile(`completes a round again after .* and (\d+) failed requests`).FindStringSubmatch(out)
	require.NotNil(t, healed, out)
	assert.Contains(t, out, "the last of "+healed[1]+" failed requests")
}

func TestTraceBeforeTheLinking(t *testing.T) {
	path := morning(t, "11:30")
	_, out, _ := run(t, "trace", path, "--mailbox", "outlook-0001", "--at", "2022-06-14T08:00:00Z")
	assert.Contains(t, out, "outlook-0001 is not linked yet")
}

func TestTraceWaitsForItsOwner(t *testing.T) {
	path := morning(t, "11:30", "team: {zones", "operators:\n  - {at: 2022-06-14T10:00:00Z, relink: {select: failing, per_hour: 100%}}\n\nteam: {zones")
	code, out, errs := run(t, "trace", path, "--mailbox", "outlook-0001", "--at", "2022-06-14T10:59:00Z")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "which is failing, is asked to relink")
	last := out[strings.LastIndex(out, "\nAt "):]
	assert.Contains(t, last, "it waits for its owner, who was asked to relink at ")
}

func TestErrTrace(t *testing.T) {
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"ErrNoMailbox", []string{"trace", small}, `"mailbox" not set`},
		{"ErrUnknownMailbox", []string{"trace", small, "--mailbox", "outlook-9"}, "no such mailbox; the fleet has outlook-0001, "},
		{"ErrAtNoInstant", []string{"trace", small, "--mailbox", "outlook-0001", "--at", "noon"}, "is not an instant"},
		{"ErrAtOutside", []string{"trace", small, "--mailbox", "outlook-0001", "--at", "2022-06-15T10:00:00Z"}, "outside of the clock"},
		{"ErrVariant", []string{"trace", small, "--mailbox", "outlook-0001", "--variant", "other"}, "no such variant"},
		{"ErrFile", []string{"trace", "nowhere.yaml", "--mailbox", "outlook-0001"}, "nowhere.yaml"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, _, errs := run(t, row.args...)
			assert.Equal(t, 2, code)
			assert.Contains(t, errs, row.says)
		})
	}
}
