package service_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/service"
)

func TestValidate(t *testing.T) {
	for _, row := range []struct{ name, raw, says string }{
		{"OK", `{"sync":{"poll":"5m","retries":0},"routing":{"hint":"email"},"authorization":"live","requests":{"fresh_token":true}}`, ""},
		{"Empty", `{}`, ""},
		{"ErrUnknownKey", `{"rooting":{}}`, "unknown key rooting"},
		{"ErrUnknownKeyWithin", `{"routing":{"hnt":"email"}}`, "unknown key routing.hnt"},
		{"ErrOtherCase", `{"Routing":{"hint":"email"}}`, "unknown key Routing"},
		{"ErrHint", `{"routing":{"hint":"puid"}}`, `"puid" is not a routing hint; expected none, email or mailbox_id`},
		{"ErrAuthorization", `{"authorization":"password"}`, "is not an authorization"},
		{"ErrDuration", `{"sync":{"poll":"soon"}}`, `"soon" is not a duration`},
		{"ErrDurationAsNumber", `{"sync":{"poll":900}}`, "sync.poll cannot be a number"},
		{"ErrNegativeDuration", `{"sync":{"poll":"-1m"}}`, "not a positive number"},
		{"ErrType", `{"sync":{"page_size":"many"}}`, "sync.page_size cannot be a string"},
		{"ErrSectionType", `{"sync":"fast"}`, "sync cannot be a string"},
		{"ErrPageSize", `{"sync":{"page_size":5000}}`, "sync.page_size is 5000"},
		{"ErrRetries", `{"sync":{"retries":-1}}`, "sync.retries is -1"},
		{"ErrRemediation", `{"routing":{"remediation":"magic"}}`, `routing.remediation cannot be "magic"; expected manual, assisted or auto`},
		{"OKLadder", `{"routing":{"remediation":"auto","experiment":{"after":"30m","pilots":3,"control":4,"rounds":3,"again":"6h"}},"relink":{"per_hour":60,"repeat":{"after":"24h","times":2}}}`, ""},
		{"ErrPilots", `{"routing":{"experiment":{"pilots":-1}}}`, "routing.experiment.pilots is -1; expected 1 to 100"},
		{"ErrControl", `{"routing":{"experiment":{"control":101}}}`, "routing.experiment.control is 101"},
		{"ErrRounds", `{"routing":{"experiment":{"rounds":21}}}`, "routing.experiment.rounds is 21; expected 1 to 20"},
		{"ErrAgain", `{"routing":{"remediation":"assisted","experiment":{"again":"30m"}}}`, "routing.experiment.again is 30m0s, but an experiment lasts 45m0s"},
		{"OKAgainUnused", `{"sync":{"poll":"28h"},"routing":{"experiment":{"again":"24h"}}}`, ""},
		{"ErrPerHour", `{"relink":{"per_hour":-5}}`, "relink.per_hour is -5"},
		{"ErrRepeat", `{"relink":{"repeat":{"times":11}}}`, "relink.repeat.times is 11; expected 0 to 10"},
		{"ErrRepeatAfter", `{"relink":{"link_life":"24h","repeat":{"times":1}}}`, "relink.repeat.after is 48h0m0s; expected less than relink.link_life, 24h0m0s"},
		{"ErrHost", `{"requests":{"host":"evil.example.com/x"}}`, "is not a host name"},
		{"ErrHeader", `{"requests":{"user_agent":"a\r\nX-Other: b"}}`, "control characters"},
		{"ErrSender", `{"relink":{"from":"nobody"}}`, "is not an address"},
		{"ErrNoObject", `[]`, "must be a JSON object"},
		{"ErrNull", `null`, "must be a JSON object"},
		{"ErrTwoObjects", `{} {}`, "must be a JSON object"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := service.Validate(json.RawMessage(row.raw))
			if row.says == "" {
				require.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, row.says)
		})
	}
}

func patch(text string) json.RawMessage { return json.RawMessage(text) }

func TestDeploy(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		bubble(t, `{"sync":{"poll":"10m","page_size":20},"routing":{"hint":"email"}}`, func(t *testing.T, f *fixture) {
			require.NoError(t, f.Deploy(patch(`{"sync":{"poll":"5m"}}`)))
			s := f.Settings()
			assert.Equal(t, 5*time.Minute, s.Sync.Poll.D())
			assert.Equal(t, 20, s.Sync.PageSize, "what the patch does not name stays")
			assert.Equal(t, system.HintEmail, s.Routing.Hint)
			require.NoError(t, f.Deploy(patch(`{"sync":{"page_size":null}}`)))
			assert.Equal(t, 50, f.Settings().Sync.PageSize, "null brings the default back")
			assert.Equal(t, 5*time.Minute, f.Settings().Sync.Poll.D())
		})
	})
	t.Run("ErrChangesNothing", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			before := f.Settings()
			for _, bad := range []string{`{"sync":{"poll":"5m"},"nonsense":1}`, `{"sync":{"poll":"x"}}`, `{"sync":null,"authorization":3}`, `7`} {
				assert.Error(t, f.Deploy(patch(bad)))
				assert.Error(t, f.Enable(patch(bad)))
				assert.Error(t, f.Try(t.Context(), patch(bad), time.Hour))
				assert.Equal(t, before, f.Settings(), bad)
			}
			assert.Error(t, f.Deploy(patch(`{"authorization":"identity_platform","nonsense":1}`)))
			assert.Error(t, f.Enable(patch(`{"authorization":"identity_platform"}`)), "the failed deploy deployed nothing")
		})
	})
	t.Run("ErrEnableWhatIsNotDeployed", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			err := f.Enable(patch(`{"authorization":"identity_platform","routing":{"hint":"email"}}`))
			assert.ErrorContains(t, err, "authorization identity_platform is not deployed")
			assert.Equal(t, system.HintNone, f.Settings().Routing.Hint)
			require.NoError(t, f.Enable(patch(`{"authorization":"live"}`)), "what the settings began with is deployed")
			require.NoError(t, f.Deploy(patch(`{"authorization":"identity_platform"}`)))
			assert.Equal(t, system.Live, f.Settings().Authorization)
			require.NoError(t, f.Enable(patch(`{"authorization":"identity_platform"}`)))
			assert.Equal(t, system.IdentityPlatform, f.Settings().Authorization)
			require.NoError(t, f.Enable(patch(`{"authorization":"live"}`)), "and back")
		})
	})
	t.Run("TakesEffectOnRequests", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			f.link(anna, system.OutlookCom, system.Live)
			require.NoError(t, f.Deploy(patch(`{"routing":{"hint":"email"},"requests":{"user_agent":"other/2"}}`)))
			time.Sleep(20 * time.Minute)
			sent := f.provider.Requests()
			last := sent[len(sent)-1].Header
			assert.Equal(t, anna.Address, last.Get("X-AnchorMailbox"))
			assert.Equal(t, "other/2", last.Get("User-Agent"))
		})
	})
}

func TestTry(t *testing.T) {
	agent := func(f *fixture) string { return f.Settings().Requests.UserAgent }
	t.Run("PutBack", func(t *testing.T) {
		bubble(t, `{"requests":{"user_agent":"first"}}`, func(t *testing.T, f *fixture) {
			require.NoError(t, f.Try(t.Context(), patch(`{"requests":{"user_agent":"tried","prefer":"x"}}`), 20*time.Minute))
			assert.Equal(t, "tried", agent(f))
			time.Sleep(20*time.Minute - time.Millisecond)
			assert.Equal(t, "tried", agent(f))
			time.Sleep(2 * time.Millisecond)
			assert.Equal(t, "first", agent(f))
			assert.Empty(t, f.Settings().Requests.Prefer)
			assert.Contains(t, f.log.String(), "settings put back")
		})
	})
	t.Run("DeployMeanwhileStays", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			require.NoError(t, f.Try(t.Context(), patch(`{"requests":{"user_agent":"tried","prefer":"x"}}`), 20*time.Minute))
			require.NoError(t, f.Deploy(patch(`{"routing":{"hint":"email"},"requests":{"user_agent":"deployed"}}`)))
			assert.Equal(t, "deployed", agent(f), "a deploy wins over a try")
			assert.Equal(t, "x", f.Settings().Requests.Prefer, "the rest is tried on")
			time.Sleep(time.Hour)
			assert.Equal(t, "deployed", agent(f))
			assert.Empty(t, f.Settings().Requests.Prefer)
			assert.Equal(t, system.HintEmail, f.Settings().Routing.Hint)
		})
	})
	t.Run("TwoAtOnce", func(t *testing.T) {
		bubble(t, `{"requests":{"user_agent":"first"}}`, func(t *testing.T, f *fixture) {
			require.NoError(t, f.Try(t.Context(), patch(`{"requests":{"user_agent":"a"}}`), 20*time.Minute))
			time.Sleep(10 * time.Minute)
			require.NoError(t, f.Try(t.Context(), patch(`{"requests":{"user_agent":"b"}}`), 20*time.Minute))
			time.Sleep(15 * time.Minute)
			assert.Equal(t, "b", agent(f), "the younger lasts")
			time.Sleep(10 * time.Minute)
			assert.Equal(t, "first", agent(f), "neither is left")
		})
	})
	t.Run("OfAMechanism", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			assert.Error(t, f.Try(t.Context(), patch(`{"authorization":"identity_platform"}`), time.Hour))
			require.NoError(t, f.Deploy(patch(`{"authorization":"identity_platform"}`)))
			require.NoError(t, f.Try(t.Context(), patch(`{"authorization":"identity_platform"}`), time.Hour))
			assert.Equal(t, system.IdentityPlatform, f.Settings().Authorization)
			time.Sleep(2 * time.Hour)
			assert.Equal(t, system.Live, f.Settings().Authorization)
		})
	})
	t.Run("ErrNoTime", func(t *testing.T) {
		bubble(t, "", func(t *testing.T, f *fixture) {
			assert.Error(t, f.Try(t.Context(), patch(`{}`), 0))
		})
	})
}
