package suttest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/naive"
	"anchorage/harness/sut"
	"anchorage/harness/suttest"
	"anchorage/harness/worker"
)

// told keeps what a test is told instead of failing one.
type told struct{ logs, errors []string }

func (*told) Helper()      {}
func (*told) Name() string { return "TestEngine/as-it-happened" }
func (r *told) Logf(format string, args ...any) {
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}
func (r *told) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestReport(t *testing.T) {
	at := time.Date(2024, 5, 7, 9, 0, 0, 0, time.UTC)
	var r told
	suttest.Report(&r, []check.Verdict{
		{Name: "fine", Kind: check.Promise, Status: check.Held, Message: "all of it"},
		{Name: "reads-true", Kind: check.Promise, Status: check.Broken, Message: "1 of 2 answers were wrong", Evidence: []check.Evidence{{At: at, Text: "an owner looks"}}},
		{Name: "alert", Kind: check.Expectation, Status: check.NotApplicable, Message: "no alerts"},
		{Name: "recovered", Kind: check.Expectation, Status: check.Vacuous, Message: "nothing failed"},
	})
	require.Len(t, r.errors, 1)
	assert.Contains(t, r.errors[0], "broken promise \"reads-true\": 1 of 2 answers were wrong\n\t2024-05-07 09:00:00.000  an owner looks\nagain with: go test -count=1 -run '^TestEngine$/^as-it-happened$'")
	assert.Equal(t, []string{`not applicable: "alert": no alerts`, `vacuous, which proves nothing: "recovered": nothing failed`}, r.logs)
}

func TestReplay(t *testing.T) {
	const quiet = "testdata/small.yaml"
	t.Run("OK", func(t *testing.T) {
		verdicts, err := suttest.Replay(t.Context(), naive.Factory{}, quiet, "as-it-happened", suttest.Seed(7), suttest.Fleet(0.5))
		require.NoError(t, err)
		require.NotEmpty(t, verdicts)
		for _, v := range verdicts {
			assert.NotEqual(t, check.Broken, v.Status, v.Message)
		}
	})
	t.Run("ErrNoVariant", func(t *testing.T) {
		_, err := suttest.Replay(t.Context(), naive.Factory{}, quiet, "another")
		require.ErrorContains(t, err, `no variant "another"`)
	})
	t.Run("ErrSettingsOfAnother", func(t *testing.T) {
		_, err := suttest.Replay(t.Context(), naive.Factory{}, "small.yaml", "", suttest.Shipped())
		require.ErrorContains(t, err, "alerting", "the file's settings are meant for another system")
	})
	t.Run("ErrSettings", func(t *testing.T) {
		_, err := suttest.Replay(t.Context(), naive.Factory{}, quiet, "", suttest.Settings(map[string]string{"poll_minutes": "often"}))
		require.ErrorContains(t, err, "naive: settings")
	})
	t.Run("ErrUnfit", func(t *testing.T) {
		_, err := suttest.Replay(t.Context(), planted{mistake: "a goroutine left"}, quiet, "")
		var unfit *suttest.Unfit
		require.ErrorAs(t, err, &unfit)
		assert.Contains(t, unfit.Finding, "goroutines are left behind after Stop")
		var crash *worker.Crash
		require.True(t, errors.As(err, &crash))
		assert.Contains(t, crash.Output, "waitForEver")
	})
}

// silent does not say how often it polls, as a system that lives on notifications.
type silent struct{ naive.Factory }

func (silent) Capabilities(json.RawMessage) (sut.Capabilities, error) {
	return sut.Capabilities{}, nil
}

// What depends on the poll is not applicable then, and nothing falls over it.
func TestWithoutPoll(t *testing.T) {
	status := map[string]check.Status{}
	for _, v := range suttest.Judge(t, silent{}, "testdata/small.yaml", "") {
		status[v.Name] = v.Status
	}
	assert.Equal(t, map[string]check.Status{
		"no-violations": check.Held, "reads-answered-from-cache": check.Held, "reads-true": check.Held,
		"stale-answers-say-so": check.NotApplicable, "as-of-steps-forward": check.Held, "owners are answered": check.Held,
		"caught-up-at-the-end": check.Held,
	}, status)
}
