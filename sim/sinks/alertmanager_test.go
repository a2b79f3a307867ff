package sinks_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/alertmanager/alert"
	"github.com/prometheus/alertmanager/config"
	amcommon "github.com/prometheus/alertmanager/config/common"
	"github.com/prometheus/alertmanager/notify"
	"github.com/prometheus/alertmanager/notify/pagerduty"
	"github.com/prometheus/alertmanager/notify/slack"
	"github.com/prometheus/alertmanager/template"
	common "github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/network"
	"anchorage/sim/sinks"
)

// Alertmanager's own notifiers are the clients that matter.

const since = `{{ (index .Alerts 0).StartsAt.UTC.Format "2006-01-02T15:04:05Z07:00" }}`

func address(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	return u
}

// notices sends a firing alert and its closure through a notifier that is
// connected to the world.
func notices(t *testing.T, n *network.Network, make func(*template.Template, ...common.HTTPClientOption) (notify.Notifier, error)) {
	t.Helper()
	tmpl, err := template.FromGlobs(nil)
	require.NoError(t, err)
	tmpl.ExternalURL = address(t, "http://alerts.example.com")
	notifier, err := make(tmpl, common.WithDialContextFunc(n.Dial), common.WithKeepAlivesDisabled())
	require.NoError(t, err)
	ctx := notify.WithGroupKey(t.Context(), `{}:{alertname="RoundsFail"}`)
	ctx = notify.WithReceiverName(ctx, "x")
	ctx = notify.WithGroupLabels(ctx, model.LabelSet{"alertname": "RoundsFail"})
	began := time.Now()
	a := &alert.Alert{Alert: model.Alert{
		Labels:      model.LabelSet{"alertname": "RoundsFail", "provider": "outlook.com", "severity": "look_now"},
		Annotations: model.LabelSet{"summary": "Rounds of outlook.com fail"}, StartsAt: began, EndsAt: began.Add(time.Hour),
	}}
	for range 2 { // the alert has ended when the clock passes EndsAt
		retry, err := notifier.Notify(ctx, a)
		require.NoError(t, err)
		assert.False(t, retry)
		<-timer(2 * time.Hour)
	}
}

func timer(d time.Duration) <-chan time.Time { return time.NewTimer(d).C }

func newNetwork(t *testing.T, host string, h http.Handler) *network.Network {
	t.Helper()
	n := &network.Network{}
	n.Handle(host, h)
	require.NoError(t, n.Serve(host+":80", host))
	return n
}

func TestSlackNotifier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &sinks.Chat{}
		n := newNetwork(t, "chat.example.com", c)
		began := time.Now().UTC()
		field := func(name, value string) *config.SlackField { return &config.SlackField{Title: name, Value: value} }
		notices(t, n, func(tmpl *template.Template, o ...common.HTTPClientOption) (notify.Notifier, error) {
			return slack.New(&config.SlackConfig{
				HTTPConfig: &common.HTTPClientConfig{}, APIURL: (*amcommon.SecretURL)(&amcommon.URL{URL: address(t, "http://chat.example.com/services/x")}),
				Channel: "#alerts", Title: "{{ .CommonAnnotations.summary }}", ShortFields: true,
				Fields: []*config.SlackField{
					field("level", "{{ .CommonLabels.severity }}"), field("alert", "{{ .CommonLabels.alertname }}"),
					field("provider", "{{ .CommonLabels.provider }}"), field("status", "{{ .Status }}"), field("since", since),
				},
			}, tmpl, slog.New(slog.DiscardHandler), o...)
		})
		n.Close()
		all := c.Messages()
		require.Len(t, all, 2)
		want := sinks.Alert{Level: "look_now", Name: "RoundsFail", Provider: "outlook.com", Status: sinks.Firing, Since: began}
		assert.Equal(t, want, all[0].Alert)
		assert.Equal(t, "Rounds of outlook.com fail", all[0].Text)
		assert.Equal(t, sinks.Resolved, all[1].Alert.Status)
		assert.Equal(t, all[0].Key, all[1].Key)
	})
}

func TestPagerDutyNotifier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &sinks.Pager{}
		n := newNetwork(t, "pager.example.com", p)
		began := time.Now().UTC()
		notices(t, n, func(tmpl *template.Template, o ...common.HTTPClientOption) (notify.Notifier, error) {
			return pagerduty.New(&pagerduty.PagerdutyConfig{
				HTTPConfig: &common.HTTPClientConfig{}, URL: &amcommon.URL{URL: address(t, "http://pager.example.com/v2/enqueue")},
				RoutingKey: "look-now-key", Description: "{{ .CommonAnnotations.summary }}", Source: "anchorage", Severity: "critical",
				Details: map[string]any{"level": "{{ .CommonLabels.severity }}", "alert": "{{ .CommonLabels.alertname }}", "provider": "{{ .CommonLabels.provider }}", "since": since},
			}, tmpl, slog.New(slog.DiscardHandler), o...)
		})
		n.Close()
		incidents := p.Incidents()
		require.Len(t, incidents, 1)
		assert.Equal(t, sinks.High, incidents[0].Urgency)
		assert.Equal(t, sinks.Alert{Level: "look_now", Name: "RoundsFail", Provider: "outlook.com", Status: sinks.Firing, Since: began}, incidents[0].Alert)
		assert.Equal(t, began.Add(2*time.Hour), incidents[0].Resolved)
	})
}
