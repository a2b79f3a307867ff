package alerting_test

import (
	"errors"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

func TestOutboxGauge(t *testing.T) {
	m := alerting.NewMetrics(func() []system.AccountHealth { return nil })
	var err error
	m.WatchOutbox(func() (map[system.Provider]int, error) { return map[system.Provider]int{system.OutlookCom: 7}, err })
	all := series(t, m)
	assert.Equal(t, 7.0, all["anchorage_outbox provider=outlook.com state=queued"])
	assert.Contains(t, all, "anchorage_outbox provider=microsoft365 state=queued", "there with 0 as well")
	problems, linted := testutil.GatherAndLint(m)
	require.NoError(t, linted)
	assert.Empty(t, problems)
	t.Run("ErrStore", func(t *testing.T) {
		err = errors.New("closed")
		all := series(t, m)
		assert.NotContains(t, all, "anchorage_outbox provider=outlook.com state=queued", "unknown is not 0")
		assert.Contains(t, all, "anchorage_relinks_total result=asked", "the rest is told all the same")
	})
}
