package sinks_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/sinks"
)

const trigger = `{"routing_key": "look-now-key", "dedup_key": "k1", "event_action": "trigger", "client": "Alertmanager",
	"payload": {"summary": "Every round fails", "source": "anchorage", "severity": "critical", "class": "x",
		"custom_details": {"level": "look_now", "alert": "RoundsFail", "provider": "outlook.com", "since": "2022-03-01T23:00:00Z", "firing": "more"}}}`

const resolve = `{"routing_key": "look-now-key", "dedup_key": "k1", "event_action": "resolve"}`

func TestPager(t *testing.T) {
	u := &unknown{}
	var observed []sinks.Page
	p := &sinks.Pager{Unknown: u.tell, Observe: func(x sinks.Page) { observed = append(observed, x) }}
	w := send(p, "POST", "/v2/enqueue", trigger)
	assert.Equal(t, http.StatusAccepted, w.Code)
	assert.JSONEq(t, `{"status": "success", "message": "Event processed", "dedup_key": "k1"}`, w.Body.String())
	send(p, "POST", "/v2/enqueue", trigger) // repeated
	send(p, "POST", "/v2/enqueue", strings.Replace(resolve, "resolve", "acknowledge", 1))
	send(p, "POST", "/v2/enqueue", resolve)
	send(p, "POST", "/v2/enqueue", resolve) // of nothing that is open
	send(p, "POST", "/v2/enqueue", strings.Replace(trigger, "look-now-key", "review-soon-key", 1))

	require.Len(t, observed, 6)
	assert.Equal(t, p.Pages(), observed)
	var fresh []bool
	var actions, statuses []string
	for _, x := range observed {
		fresh = append(fresh, x.New)
		actions = append(actions, x.Action)
		statuses = append(statuses, x.Alert.Status)
	}
	assert.Equal(t, []bool{true, false, false, false, false, true}, fresh)
	assert.Equal(t, []string{"trigger", "trigger", "acknowledge", "resolve", "resolve", "trigger"}, actions)
	assert.Equal(t, []string{"firing", "firing", "firing", "resolved", "resolved", "firing"}, statuses)
	assert.Equal(t, "RoundsFail", observed[3].Alert.Name, "a closure without payload closes what was opened")
	assert.Equal(t, "Every round fails", observed[3].Text)
	assert.Equal(t, sinks.High, observed[0].Urgency)
	assert.Equal(t, sinks.Low, observed[5].Urgency)
	assert.Equal(t, instant(t, "2022-03-01T23:00:00Z"), observed[0].Alert.Since)

	incidents := p.Incidents()
	require.Len(t, incidents, 2)
	assert.Equal(t, 2, incidents[0].Triggers)
	assert.NotZero(t, incidents[0].Acknowledged)
	assert.Equal(t, observed[3].At, incidents[0].Resolved)
	assert.Zero(t, incidents[1].Resolved)
	assert.Empty(t, u.told)
}

func TestPagerMakesDedupKeys(t *testing.T) {
	keys := func(seed uint64) (keys []string) {
		p := &sinks.Pager{Seed: keyedSeed(seed)}
		for range 2 {
			var answer struct {
				DedupKey string `json:"dedup_key"`
			}
			body := send(p, "POST", "/v2/enqueue", strings.Replace(trigger, `"dedup_key": "k1",`, "", 1)).Body.Bytes()
			require.NoError(t, json.Unmarshal(body, &answer))
			assert.Len(t, answer.DedupKey, 32)
			keys = append(keys, answer.DedupKey)
		}
		assert.Len(t, p.Incidents(), 2)
		return keys
	}
	first := keys(1)
	assert.NotEqual(t, first[0], first[1])
	assert.Equal(t, first, keys(1))
	assert.NotEqual(t, first, keys(2))
}

func TestPagerRefuses(t *testing.T) {
	without := func(text string) string { return strings.Replace(trigger, text, "", 1) }
	for _, row := range []struct{ name, body, want string }{
		{"ErrNotJSON", "x", "JSON: "},
		{"ErrRoutingKey", without(`"routing_key": "look-now-key",`), "Invalid routing key"},
		{"ErrAction", strings.Replace(trigger, `"trigger"`, `"shout"`, 1), `'event_action' is \"shout\"`},
		{"ErrPayload", `{"routing_key": "look-now-key", "event_action": "trigger"}`, "'payload' is missing"},
		{"ErrSummary", without(`"summary": "Every round fails",`), "'payload.summary' is missing"},
		{"ErrSource", without(`"source": "anchorage",`), "'payload.source' is missing"},
		{"ErrSeverity", strings.Replace(trigger, `"critical"`, `"bad"`, 1), `'payload.severity' is \"bad\"`},
		{"ErrSince", strings.Replace(trigger, "2022-03-01T23:00:00Z", "long ago", 1), "since is"},
		{"ErrDedupKey", `{"routing_key": "look-now-key", "event_action": "resolve"}`, "'dedup_key' is missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			u := &unknown{}
			p := &sinks.Pager{Unknown: u.tell}
			w := send(p, "POST", "/v2/enqueue", row.body)
			assert.Equal(t, http.StatusBadRequest, w.Code)
			assert.Contains(t, w.Body.String(), `"status":"invalid event"`)
			assert.Contains(t, w.Body.String(), row.want)
			assert.Len(t, u.told, 1)
			assert.Empty(t, p.Pages())
		})
	}
	t.Run("KeysAreConfigured", func(t *testing.T) {
		p := &sinks.Pager{Keys: map[string]string{"mine": sinks.Low}}
		assert.Equal(t, http.StatusBadRequest, send(p, "POST", "/v2/enqueue", trigger).Code)
		assert.Equal(t, http.StatusAccepted, send(p, "POST", "/v2/enqueue", strings.Replace(trigger, "look-now-key", "mine", 1)).Code)
	})
}
