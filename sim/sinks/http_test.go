package sinks_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/sinks"
)

// unknown collects what sinks did not understand.
type unknown struct{ told []string }

func (u *unknown) tell(what string) { u.told = append(u.told, what) }

func send(h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, "http://sink.example.com"+path, strings.NewReader(body)))
	return w
}

const firing = `{"channel": "#alerts", "username": "Alertmanager", "attachments": [{
	"title": "Rounds of outlook.com fail", "text": "all of them", "fallback": "fallback", "color": "danger", "mrkdwn_in": ["text"],
	"fields": [{"title": "level", "value": "informational", "short": true}, {"title": "alert", "value": "RoundsFail", "short": true},
		{"title": "Provider", "value": "outlook.com", "short": true}, {"title": "status", "value": "firing", "short": true},
		{"title": "since", "value": "2022-03-01T23:05:00Z", "short": true}, {"title": "runbook", "value": "none"}]}]}`

func TestChat(t *testing.T) {
	u := &unknown{}
	var observed []sinks.Message
	c := &sinks.Chat{Unknown: u.tell, Observe: func(m sinks.Message) { observed = append(observed, m) }}
	t.Run("OK", func(t *testing.T) {
		w := send(c, "POST", "/services/T0/B0/X", firing)
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "ok", w.Body.String())
		assert.Equal(t, "text/plain", w.Header().Get("Content-Type"))
		require.Len(t, c.Messages(), 1)
		m := c.Messages()[0]
		assert.NotZero(t, m.At)
		m.At = time.Time{}
		assert.Equal(t, sinks.Message{
			Channel: "#alerts", Username: "Alertmanager", Text: "Rounds of outlook.com fail", Color: "danger", Key: "informational/RoundsFail/outlook.com",
			Alert: sinks.Alert{Level: "informational", Name: "RoundsFail", Provider: "outlook.com", Status: "firing", Since: time.Date(2022, 3, 1, 23, 5, 0, 0, time.UTC)},
		}, m)
		assert.Len(t, observed, 1)
	})
	t.Run("TheClosureHasTheSameKey", func(t *testing.T) {
		send(c, "POST", "/services/T0/B0/X", strings.Replace(firing, `"firing"`, `"resolved"`, 1))
		all := c.Messages()
		assert.Equal(t, sinks.Resolved, all[1].Alert.Status)
		assert.Equal(t, all[0].Key, all[1].Key)
	})
	t.Run("TextAlone", func(t *testing.T) {
		send(c, "POST", "/services/T0/B0/X", `{"text": "good morning"}`)
		m := c.Messages()[2]
		assert.Equal(t, "good morning", m.Text)
		assert.Empty(t, m.Key)
		assert.Zero(t, m.Alert)
	})
	t.Run("CopiesAreGivenOut", func(t *testing.T) {
		c.Messages()[0].Text = "changed"
		assert.Equal(t, "Rounds of outlook.com fail", c.Messages()[0].Text)
	})
	assert.Empty(t, u.told)
	for _, row := range []struct {
		name, method, path, body string
		status                   int
		answer, told             string
	}{
		{"ErrNotJSON", "POST", "/services/x", "hello", 400, "invalid_payload", "invalid character"},
		{"ErrNoText", "POST", "/services/x", `{"channel": "#alerts"}`, 400, "no_text", "neither text nor an attachment"},
		{"ErrStatus", "POST", "/services/x", strings.Replace(firing, `"firing"`, `"burning"`, 1), 400, "invalid_attachments", `"burning"`},
		{"ErrSince", "POST", "/services/x", strings.Replace(firing, "2022-03-01T23:05:00Z", "yesterday", 1), 400, "invalid_attachments", `"yesterday"`},
		{"ErrRoute", "POST", "/api/chat.update", `{"ts": "1"}`, 404, "no such route\n", "no such route\nPOST https://sink.example.com/api/chat.update\n\n{\"ts\":\"1\"}"},
		{"ErrMethod", "GET", "/services/x", "", 405, "no such method here\n", "no such method"},
		{"ErrTooLong", "POST", "/services/x", strings.Repeat(" ", 1<<20+1), 400, "invalid_payload", "longer than"},
	} {
		t.Run(row.name, func(t *testing.T) {
			u.told = nil
			w := send(c, row.method, row.path, row.body)
			assert.Equal(t, row.status, w.Code)
			assert.Equal(t, row.answer, w.Body.String())
			require.Len(t, u.told, 1)
			assert.Contains(t, u.told[0], row.told)
			assert.Len(t, c.Messages(), 3)
		})
	}
	t.Run("ErrDown", func(t *testing.T) {
		c.SetDown(true)
		assert.Equal(t, http.StatusServiceUnavailable, send(c, "POST", "/services/x", firing).Code)
		c.SetDown(false)
		assert.Equal(t, http.StatusOK, send(c, "POST", "/services/x", firing).Code)
	})
}

func TestHeartbeat(t *testing.T) {
	u := &unknown{}
	h := &sinks.Heartbeat{Unknown: u.tell}
	last, beats := h.Last()
	assert.Zero(t, last)
	assert.Zero(t, beats)
	for _, body := range []string{"", `{"version": "4", "status": "firing", "alerts": []}`} {
		assert.Equal(t, http.StatusOK, send(h, "POST", "/beat", body).Code)
	}
	_, beats = h.Last()
	assert.Equal(t, 2, beats)
	for name, body := range map[string]string{"ErrNotJSON": "x", "ErrVersion": `{"version": "3"}`, "ErrResolved": `{"version": "4", "status": "resolved"}`} {
		t.Run(name, func(t *testing.T) {
			u.told = nil
			assert.Equal(t, http.StatusBadRequest, send(h, "POST", "/", body).Code)
			assert.Len(t, u.told, 1)
			_, beats := h.Last()
			assert.Equal(t, 2, beats)
		})
	}
	assert.Equal(t, http.StatusMethodNotAllowed, send(h, "GET", "/", "").Code)
}

func TestStatusPage(t *testing.T) {
	u := &unknown{}
	s := &sinks.StatusPage{Unknown: u.tell}
	assert.Equal(t, "[]", send(s, "GET", "/api/updates", "").Body.String())
	w := send(s, "POST", "/api/updates", `{"state": "monitoring", "text": "All are back.", "claims": {"healthy": {"share": 1}}}`)
	assert.Equal(t, http.StatusCreated, w.Code)
	var answered sinks.Update
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answered))
	assert.Equal(t, "U-1", answered.ID)
	require.Len(t, s.Updates(), 1)
	assert.JSONEq(t, `{"healthy": {"share": 1}}`, string(s.Updates()[0].Claims))
	assert.Contains(t, send(s, "GET", "/api/updates", "").Body.String(), "All are back.")
	assert.Empty(t, u.told)
	for name, body := range map[string]string{
		"ErrState": `{"state": "fine", "text": "x"}`, "ErrText": `{"state": "resolved"}`, "ErrField": `{"state": "resolved", "text": "x", "color": "red"}`,
		"ErrTwo": `{"state": "resolved", "text": "x"} {}`, "ErrEmpty": "",
	} {
		t.Run(name, func(t *testing.T) {
			u.told = nil
			w := send(s, "POST", "/api/updates", body)
			assert.Equal(t, http.StatusBadRequest, w.Code)
			assert.Contains(t, w.Body.String(), `"error":`)
			assert.Len(t, u.told, 1)
			assert.Len(t, s.Updates(), 1)
		})
	}
}

func TestHelpDesk(t *testing.T) {
	u := &unknown{}
	var observed []sinks.Ticket
	d := &sinks.HelpDesk{Unknown: u.tell, Observe: func(t sinks.Ticket) { observed = append(observed, t) }}
	for _, id := range []string{"T-1", "T-2"} {
		w := send(d, "POST", "/api/tickets", `{"mailbox": "outlook-0001", "provider": "outlook.com", "text": "gone", "missing_for": "30h15m"}`)
		assert.Equal(t, http.StatusCreated, w.Code)
		assert.JSONEq(t, `{"id": "`+id+`"}`, w.Body.String())
	}
	require.Len(t, observed, 2)
	assert.Equal(t, d.Tickets(), observed)
	assert.Equal(t, 30*time.Hour+15*time.Minute, observed[1].MissingFor.D())
	assert.Contains(t, send(d, "GET", "/api/tickets", "").Body.String(), `"missing_for":"30h15m0s"`)
	for name, body := range map[string]string{"ErrMailbox": `{"text": "x"}`, "ErrText": `{"mailbox": "x"}`, "ErrDuration": `{"mailbox": "x", "text": "x", "missing_for": "long"}`} {
		t.Run(name, func(t *testing.T) {
			u.told = nil
			assert.Equal(t, http.StatusBadRequest, send(d, "POST", "/api/tickets", body).Code)
			assert.Len(t, u.told, 1)
			assert.Len(t, d.Tickets(), 2)
		})
	}
}

// Observers may use the sink that calls them.
func TestObserversRunOutsideTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c sinks.Chat
		c.Observe = func(sinks.Message) { assert.Len(t, c.Messages(), 1) }
		send(&c, "POST", "/services/x", firing)
		var d sinks.HelpDesk
		d.Observe = func(sinks.Ticket) { assert.Len(t, d.Tickets(), 1) }
		send(&d, "POST", "/api/tickets", `{"mailbox": "x", "text": "x", "missing_for": "0s"}`)
		var p sinks.Pager
		p.Observe = func(sinks.Page) { assert.Len(t, p.Incidents(), 1) }
		send(&p, "POST", "/v2/enqueue", trigger)
	})
}
