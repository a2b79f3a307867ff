package alerting_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system/alerting"
)

func TestLookback(t *testing.T) {
	rules := func(expr, summary string) string {
		return "groups: [{name: g, rules: [{alert: A, expr: vector(1)}, {alert: B, expr: '" + expr + "', annotations: {summary: '" + summary + "'}}]}]"
	}
	for _, row := range []struct {
		expr, summary string
		want          time.Duration // -1: not bounded
	}{
		{"vector(1)", "", 0},
		{"up == 0", "", 5 * time.Minute},
		{"up offset 1h", "", time.Hour + 5*time.Minute},
		{"up offset -1h", "", 0},
		{"increase(a[15m]) / increase(b[3h]) > 0.5", "", 3*time.Hour + 5*time.Minute},
		{"max_over_time(increase(a[15m] offset 1h)[2h:1m]) > 1 and up", "", 3*time.Hour + 20*time.Minute},
		{"max_over_time(rate(a[15m])[2h:1m] offset 1d) > 1", "", 26*time.Hour + 20*time.Minute},
		{"min_over_time(a[30d]) > 1", "{{ $value }}", 30*24*time.Hour + 5*time.Minute},
		{"up @ 1646172000", "", -1},
		{"up @ end()", "", -1},
		{"max_over_time(up[1h:1m] @ start())", "", -1},
		{"up offset (1h*2)", "", -1},
		{"rate(up[1h*2]) > 0", "", -1},
		{"max_over_time(up[1h+2h:1m])", "", -1},
		{"max_over_time(up[1h:1m] offset (1h*9))", "", -1},
		{"up == 0", `{{ range query "up offset 9d" }}{{ .Value }}{{ end }}`, -1},
	} {
		t.Run(row.expr+row.summary, func(t *testing.T) {
			most, bounded := alerting.Lookback(t, rules(row.expr, row.summary))
			if assert.Equal(t, row.want >= 0, bounded) && bounded {
				assert.Equal(t, row.want, most)
			}
		})
	}
	most, bounded := alerting.Lookback(t, "groups: [{name: g, query_offset: 2h, rules: [{alert: A, expr: vector(1)}]}]")
	assert.Equal(t, 2*time.Hour, most, "results are stored in the past")
	assert.True(t, bounded)
	_, bounded = alerting.Lookback(t, `groups: [{name: g, labels: {who: '{{ query "up" }}'}, rules: [{alert: A, expr: vector(1)}]}]`)
	assert.False(t, bounded, "a label of the group asks")
	most, bounded = alerting.Lookback(t, string(alerting.DefaultRules()))
	assert.Equal(t, 3*time.Hour+5*time.Minute, most, "CredentialsRejected compares with the three hours before")
	assert.True(t, bounded)
}

// TestARuleLooksBackForDays: an outage of an hour is remembered for as long as the rule
// says, and no longer.
func TestARuleLooksBackForDays(t *testing.T) {
	rules := `groups: [{name: g, interval: 5m, rules: [{alert: NotLong, labels: {severity: look_now, provider: p},
		expr: 'max_over_time(up[40h]) == 1 and min_over_time(up[40h]) == 0'}]}]`
	inWorld(t, func(c *alerting.Config) { c.Rules, c.RulesName, c.Scrape = []byte(rules), "days.yml", 5*time.Minute }, func(t *testing.T, w *world) {
		w.pass(time.Hour)
		w.kill(true)
		w.pass(time.Hour)
		w.kill(false)
		w.pass(60 * time.Hour)
		pages := w.got("look-now-key")
		require.NotEmpty(t, pages)
		last := pages[len(pages)-1]
		assert.True(t, last.Resolved)
		assert.InDelta(t, 42, last.At.Sub(begin).Hours(), 0.25, "%v", lines(pages))
	})
}
