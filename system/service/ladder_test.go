package service_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
)

const (
	auto     = `{"routing":{"remediation":"auto"}}`
	assisted = `{"routing":{"remediation":"assisted"}}`
	// settled is longer than an hour of failing and an experiment take together.
	settled = 3 * time.Hour
)

// owners are standard ones, whom an e-mail hint reaches, and ones with a domain of
// their own, whom only their mailbox id does.
func owners(standard, custom int) []standin.Owner {
	var all []standin.Owner
	for i := range standard + custom {
		domain := "example.com"
		if i >= standard {
			domain = "example.org"
		}
		all = append(all, standin.Owner{
			Address: fmt.Sprintf("owner-%02d@%s", i, domain), OID: fmt.Sprintf("00000000-0000-0000-0000-%012d", i),
			TID: standin.Consumers, CalendarID: fmt.Sprintf("calendar-%02d", i),
		})
	}
	return all
}

// fleet is a running service with linked accounts of outlook.com.
type fleet struct {
	*fixture
	owners []standin.Owner
	ids    map[string]string // by address
}

func fleetOf(t *testing.T, settings string, standard, custom int, test func(*testing.T, *fleet)) {
	t.Helper()
	all := owners(standard, custom)
	bubbleOf(t, settings, all, func(t *testing.T, f *fixture) {
		w := &fleet{fixture: f, owners: all, ids: map[string]string{}}
		for _, o := range all {
			w.ids[o.Address] = f.link(o, system.OutlookCom, system.Live)
		}
		time.Sleep(time.Hour)
		test(t, w)
	})
}

// needsHint is the provider after its change: it finds a mailbox by its id, or by
// an address that it knows as the mailbox's.
func needsHint(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.Header.Get("X-AnchorMailbox"), "@example.com") {
		return nil, nil
	}
	return needsID(r)
}

// hints are what each owner's requests carried since t, as sorted words: none,
// email, id.
func (f *fleet) hints(t time.Time) map[string][]string {
	all := map[string][]string{}
	for _, r := range f.provider.Requests() {
		if r.Owner == "" || r.At.Before(t) {
			continue
		}
		word := "none"
		switch hint := r.Header.Get("X-AnchorMailbox"); {
		case strings.HasPrefix(strings.ToUpper(hint), "OID:"):
			word = "id"
		case hint != "":
			word = "email"
		}
		if !slices.Contains(all[r.Owner], word) {
			all[r.Owner] = append(all[r.Owner], word)
		}
	}
	return all
}

// sending counts the owners whose requests since t carried a hint.
func (f *fleet) sending(word string, t time.Time) int {
	n := 0
	for _, words := range f.hints(t) {
		if slices.Contains(words, word) {
			n++
		}
	}
	return n
}

func (f *fleet) inState(s system.State) (addresses []string) {
	for _, o := range f.owners {
		if f.account(f.ids[o.Address])["state"] == string(s) {
			addresses = append(addresses, o.Address)
		}
	}
	return addresses
}

// results are what became of all experiments, as "email promoted".
func (f *fleet) results() (all []string) {
	for _, e := range f.get("/v1/routing")["experiments"].([]any) {
		e := e.(map[string]any)
		all = append(all, fmt.Sprint(e["to"], " ", e["result"]))
	}
	return all
}

func (f *fleet) asked() (to []string) {
	for _, l := range f.mail.Letters() {
		to = append(to, l.To)
	}
	slices.Sort(to)
	return to
}

func (f *fleet) enable() {
	f.t.Helper()
	require.NoError(f.t, f.Deploy(json.RawMessage(`{"authorization":"identity_platform"}`)))
	require.NoError(f.t, f.Enable(json.RawMessage(`{"authorization":"identity_platform"}`)))
}

func custom(all []standin.Owner) (addresses []string) {
	for _, o := range all {
		if strings.HasSuffix(o.Address, "@example.org") {
			addresses = append(addresses, o.Address)
		}
	}
	return addresses
}

func TestLadder(t *testing.T) {
	fleetOf(t, auto, 30, 7, func(t *testing.T, f *fleet) {
		began := time.Now()
		f.provider.SetFault(needsHint)
		time.Sleep(80 * time.Minute)
		assert.Equal(t, []string{"email running"}, f.results())
		assert.LessOrEqual(t, f.sending("email", began), 5, "pilots alone")
		time.Sleep(settled - 80*time.Minute)
		assert.Equal(t, []string{"email promoted"}, f.results())
		assert.ElementsMatch(t, custom(f.owners), f.inState(system.StateFailing), "whom the hint does not reach")
		unhelped := f.get("/v1/unhelped")["accounts"].([]any)
		require.Len(t, unhelped, 7)
		assert.Contains(t, unhelped[0].(map[string]any)["reason"], "the authorization that is enabled, live, does not tell its mailbox id")
		time.Sleep(24 * time.Hour)
		assert.Equal(t, []string{"email promoted"}, f.results(), "nothing is left to be tried")
		assert.Empty(t, f.asked(), "nothing to link into")
		assert.Zero(t, f.sending("id", began))

		f.enable()
		time.Sleep(time.Hour)
		assert.Equal(t, []string{"email promoted", "relink running"}, f.results())
		require.Len(t, f.asked(), 5, "pilots first")
		time.Sleep(24 * time.Hour)
		require.Len(t, f.asked(), 5, "and nobody else before one has recovered")
		to := f.mail.Letters()[0].To
		require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), to)))
		time.Sleep(time.Hour)
		assert.Equal(t, "mailbox_id", f.account(f.ids[to])["hint"])
		assert.Equal(t, []string{"email promoted", "relink promoted"}, f.results())
		assert.Equal(t, custom(f.owners), f.asked(), "exactly those, each once")

		for i := range 7 {
			if l := f.mail.Letters()[i]; l.To != to {
				require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(i), l.To)))
			}
		}
		time.Sleep(time.Hour)
		assert.Empty(t, f.inState(system.StateFailing))
		assert.Empty(t, f.get("/v1/unhelped")["accounts"])
		for address, words := range f.hints(time.Now().Add(-time.Hour)) {
			want := "email"
			if strings.HasSuffix(address, "@example.org") {
				want = "id"
			}
			assert.Contains(t, words, want, address)
		}
		metrics := f.do(http.MethodGet, "/metrics", "").Body.String()
		assert.Contains(t, metrics, `anchorage_routing_experiments_total{provider="outlook.com",result="promoted"} 2`)
		assert.Contains(t, metrics, `anchorage_unhelped_accounts{provider="outlook.com"} 0`)
		for _, step := range []string{"routing experiment begins", "routing experiment helped its pilots", "routing experiment ends", "accounts that nothing can help"} {
			assert.Contains(t, f.log.String(), step)
		}
	})
}

func TestLadderManual(t *testing.T) {
	fleetOf(t, "", 12, 2, func(t *testing.T, f *fleet) {
		began := time.Now()
		f.provider.SetFault(needsHint)
		f.enable()
		time.Sleep(24 * time.Hour)
		assert.Empty(t, f.results())
		assert.Empty(t, f.asked())
		assert.Zero(t, f.sending("email", began))
	})
}

func TestLadderAssisted(t *testing.T) {
	fleetOf(t, assisted, 20, 2, func(t *testing.T, f *fleet) {
		began := time.Now()
		f.provider.SetFault(needsHint)
		time.Sleep(settled)
		assert.Equal(t, []string{"email offered"}, f.results())
		told := f.get("/v1/routing")["experiments"].([]any)[0].(map[string]any)
		assert.Contains(t, told["do"], "Deploy routing.hint email")
		time.Sleep(24 * time.Hour)
		assert.Equal(t, []string{"email offered"}, f.results(), "once is enough")
		assert.Equal(t, 5, f.sending("email", began), "pilots alone")
		healed := len(told["healed"].([]any))
		assert.Len(t, f.inState(system.StateHealthy), healed, "pilots that it healed stay well")

		require.NoError(t, f.Deploy(json.RawMessage(`{"routing":{"hint":"email"}}`)))
		f.enable()
		time.Sleep(settled)
		assert.Len(t, f.inState(system.StateHealthy), 20)
		time.Sleep(24 * time.Hour)
		assert.Empty(t, f.asked(), "owners are not asked unless a person says so")
		unhelped := f.get("/v1/unhelped")["accounts"].([]any)
		require.Len(t, unhelped, 2)
		assert.Contains(t, unhelped[0].(map[string]any)["reason"], "for a person to decide")
	})
}

// TestLadderLeavesNoResidue: hints do not help here, and when that is known nobody
// sends any.
func TestLadderLeavesNoResidue(t *testing.T) {
	fleetOf(t, auto, 20, 0, func(t *testing.T, f *fleet) {
		began := time.Now()
		f.provider.SetFault(down)
		time.Sleep(settled)
		assert.Equal(t, []string{"email no_help"}, f.results())
		assert.Equal(t, 5, f.sending("email", began))
		over := time.Now()
		time.Sleep(12 * time.Hour)
		f.provider.SetFault(nil)
		time.Sleep(time.Hour)
		assert.Len(t, f.inState(system.StateHealthy), 20)
		assert.Zero(t, f.sending("email", over))
	})
}

// TestLadderRacesARecovery: whenever in the course of an experiment the provider
// recovers by itself, nothing is promoted, and pilots return to what they sent.
func TestLadderRacesARecovery(t *testing.T) {
	for _, after := range []time.Duration{80, 85, 90, 95, 100, 105} {
		t.Run(fmt.Sprint(int(after), "m"), func(t *testing.T) {
			fleetOf(t, auto, 20, 0, func(t *testing.T, f *fleet) {
				f.provider.SetFault(down)
				time.Sleep(after * time.Minute)
				require.Equal(t, []string{"email running"}, f.results())
				f.provider.SetFault(nil)
				time.Sleep(settled)
				assert.NotContains(t, f.results(), "email promoted")
				assert.NotContains(t, f.results(), "email running")
				over := time.Now()
				time.Sleep(time.Hour)
				assert.Len(t, f.inState(system.StateHealthy), 20)
				assert.Zero(t, f.sending("email", over))
			})
		})
	}
}

// TestLadderFindsItsWayBack: the provider puts back what it had changed, and
// refuses hints that are not a mailbox's. Whom the promoted hint never helped is
// well again without anybody.
func TestLadderFindsItsWayBack(t *testing.T) {
	fleetOf(t, auto, 10, 2, func(t *testing.T, f *fleet) {
		f.provider.SetFault(needsHint)
		time.Sleep(12 * time.Hour)
		require.ElementsMatch(t, custom(f.owners), f.inState(system.StateFailing))
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.Header.Get("X-AnchorMailbox"), "@example.org") {
				return standin.Answer(http.StatusBadRequest, "application/json", `{"error":{"code":"ErrorIncorrectRoutingHint","message":""}}`), nil
			}
			return nil, nil
		})
		time.Sleep(2 * time.Hour)
		assert.Len(t, f.inState(system.StateHealthy), 12)
		back := time.Now()
		time.Sleep(24 * time.Hour)
		assert.Equal(t, 10, f.sending("email", back), "who is well on a hint keeps it, and who is well without gets none")
		assert.Equal(t, 2, f.sending("none", back))
	})
}

// TestLadderIgnoresOtherTrouble: neither an identity outage of any length, nor
// throttling, nor time-outs have anything to do with routing, and nobody is asked
// to relink for them.
func TestLadderIgnoresOtherTrouble(t *testing.T) {
	for name, fault := range map[string]standin.Fault{
		"identity outage": func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Host, "login.") {
				return standin.Answer(http.StatusServiceUnavailable, "application/json", `{"error":"temporarily_unavailable"}`), nil
			}
			return nil, nil
		},
		"throttling": func(r *http.Request) (*http.Response, error) {
			return standin.Answer(http.StatusTooManyRequests, "application/json", `{"error":{"code":"ApplicationThrottled","message":""}}`), nil
		},
		"told to wait": func(r *http.Request) (*http.Response, error) {
			return standin.Answer(http.StatusServiceUnavailable, "application/json", `{}`, "Retry-After", "60"), nil
		},
		"time-outs": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"401": func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Host, "login.") {
				return nil, nil
			}
			return standin.Answer(http.StatusUnauthorized, "application/json", `{"error":{"code":"InvalidAuthenticationToken","message":""}}`), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			fleetOf(t, auto, 4, 0, func(t *testing.T, f *fleet) {
				f.enable()
				f.provider.SetFault(fault)
				time.Sleep(48 * time.Hour)
				assert.Len(t, f.inState(system.StateFailing), 4)
				assert.Empty(t, f.results())
				assert.Empty(t, f.asked())
				unhelped := f.get("/v1/unhelped")["accounts"].([]any)
				require.Len(t, unhelped, 4)
				assert.Contains(t, unhelped[0].(map[string]any)["reason"], "nothing to do with routing")
			})
		})
	}
}

// TestLadderGoesOnAfterAKill: what an experiment has begun, a restart finishes,
// with the same pilots.
func TestLadderGoesOnAfterAKill(t *testing.T) {
	for _, after := range []time.Duration{80, 95, 105, 115, 130} {
		t.Run(fmt.Sprint(int(after), "m"), func(t *testing.T) {
			fleetOf(t, auto, 20, 3, func(t *testing.T, f *fleet) {
				began := time.Now()
				f.provider.SetFault(needsHint)
				time.Sleep(after * time.Minute)
				before := f.get("/v1/routing")["experiments"].([]any)
				require.Len(t, before, 1)
				f.restart(auto)
				assert.Equal(t, before[0].(map[string]any)["pilots"], f.get("/v1/routing")["experiments"].([]any)[0].(map[string]any)["pilots"])
				time.Sleep(settled + time.Hour)
				assert.Equal(t, []string{"email promoted"}, f.results())
				assert.ElementsMatch(t, custom(f.owners), f.inState(system.StateFailing))
				assert.Equal(t, 23, f.sending("email", began))
			})
		})
	}
}

// TestPilotsWhoRelinkInVain: the outage goes on for whoever has linked anew. They
// are not asked again, nobody else is asked, and all recover without anybody.
func TestPilotsWhoRelinkInVain(t *testing.T) {
	fleetOf(t, auto, 12, 0, func(t *testing.T, f *fleet) {
		f.provider.SetFault(down)
		f.enable()
		time.Sleep(6 * time.Hour)
		require.Equal(t, []string{"email no_help", "relink running"}, f.results())
		for i, l := range f.mail.Letters() {
			time.Sleep(7 * time.Minute)
			require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(i), l.To)))
		}
		time.Sleep(48 * time.Hour)
		assert.Len(t, f.asked(), 5)
		assert.Len(t, f.inState(system.StateFailing), 12, "not well before a round succeeds")
		reasons := f.do(http.MethodGet, "/v1/unhelped", "").Body.String()
		assert.Equal(t, 5, strings.Count(reasons, "Only the provider can help"), reasons)
		f.provider.SetFault(nil)
		time.Sleep(2 * time.Hour)
		assert.Len(t, f.inState(system.StateHealthy), 12)
		time.Sleep(48 * time.Hour)
		assert.Len(t, f.asked(), 5)
	})
}

// TestRelinkPaceHoldsOverKills: no hour has more than the settings allow, however
// often the service is killed in it, and nobody is asked twice.
func TestRelinkPaceHoldsOverKills(t *testing.T) {
	const slow = `{"routing":{"hint":"email","remediation":"auto"},"relink":{"per_hour":3},"authorization":"identity_platform"}`
	fleetOf(t, slow, 2, 7, func(t *testing.T, f *fleet) {
		f.provider.SetFault(needsHint)
		time.Sleep(75 * time.Minute)
		for i := range 30 {
			time.Sleep(7*time.Minute + 13*time.Second)
			f.restart(slow)
			if letters := f.mail.Letters(); i == 15 {
				require.NotEmpty(t, letters)
				require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), letters[0].To)))
			}
		}
		time.Sleep(4 * time.Hour)
		letters := f.mail.Letters()
		assert.Equal(t, custom(f.owners), f.asked())
		for i := range letters {
			within := 0
			for _, l := range letters[i:] {
				if l.At.Sub(letters[i].At) < time.Hour {
					within++
				}
			}
			assert.LessOrEqual(t, within, 3, "in the hour from mail %d", i)
		}
	})
}
