package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
)

func TestCreate(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			w := f.do(http.MethodPost, "/v1/accounts", `{"email":"anna@example.com","provider":"outlook.com","authorization":"live","key":"m-1"}`)
			require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
			body := decoded(t, w)
			id := system.AccountID(body["id"].(string))
			assert.Equal(t, "/v1/accounts/"+string(id), w.Header().Get("Location"))
			a, err := f.store.Account(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, system.Account{
				ID: id, Key: "m-1", Email: "anna@example.com", Provider: system.OutlookCom,
				Authorization: system.Live, Hint: system.HintNone, State: system.StatePending,
			}, a)
			u, err := url.Parse(body["authorize_url"].(string))
			require.NoError(t, err)
			assert.Equal(t, "live", u.Query().Get("m"))
			assert.Equal(t, "anna@example.com", u.Query().Get("hint"))
		})
	})
	t.Run("KeyIsTheIDByDefault", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			w := f.do(http.MethodPost, "/v1/accounts", `{"email":"anna@example.com","provider":"outlook.com"}`)
			id := system.AccountID(decoded(t, w)["id"].(string))
			a, err := f.store.Account(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, string(id), a.Key)
		})
	})
	t.Run("EnabledAuthorizationByDefault", func(t *testing.T) {
		for _, row := range []struct {
			provider string
			setting  system.Authorization
			want     string
		}{
			{"outlook.com", system.Live, "live"},
			{"outlook.com", system.IdentityPlatform, "identity_platform"},
			{"microsoft365", system.Live, "identity_platform"},
		} {
			bubble(t, func(t *testing.T, f *fixture) {
				f.settings.Authorization = row.setting
				w := f.do(http.MethodPost, "/v1/accounts", `{"email":"anna@example.com","provider":"`+row.provider+`"}`)
				u, err := url.Parse(decoded(t, w)["authorize_url"].(string))
				require.NoError(t, err)
				assert.Equal(t, row.want, u.Query().Get("m"))
			})
		}
	})
	t.Run("AgainBeforeConsent", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			const body = `{"email":"anna@example.com","provider":"outlook.com"}`
			first := decoded(t, f.do(http.MethodPost, "/v1/accounts", body))
			time.Sleep(time.Minute)
			w := f.do(http.MethodPost, "/v1/accounts", body)
			assert.Equal(t, http.StatusOK, w.Code)
			second := decoded(t, w)
			assert.Equal(t, first["id"], second["id"])
			assert.NotEqual(t, stateOf(t, first["authorize_url"].(string)), stateOf(t, second["authorize_url"].(string)))
		})
	})
	for _, row := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"ErrNoJSON", `email=anna`, 400, "bad_body"},
		{"ErrUnknownField", `{"email":"anna@example.com","provider":"outlook.com","admin":true}`, 400, "bad_body"},
		{"ErrAuthorization", `{"email":"anna@example.com","provider":"outlook.com","authorization":"password"}`, 400, "bad_body"},
		{"ErrEmail", `{"email":"Anna <anna@example.com>","provider":"outlook.com"}`, 400, "bad_account"},
		{"ErrNoEmail", `{"provider":"outlook.com"}`, 400, "bad_account"},
		{"ErrProvider", `{"email":"anna@example.com","provider":"example.com"}`, 400, "bad_account"},
		{"ErrLiveForWork", `{"email":"anna@example.com","provider":"microsoft365","authorization":"live"}`, 400, "bad_account"},
		{"ErrLinkedAlready", `{"email":"anna@example.com","provider":"outlook.com","key":"linked"}`, 409, "account_exists"},
		{"ErrKeyOfAnother", `{"email":"eve@example.com","provider":"outlook.com","key":"linked"}`, 409, "account_exists"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				link(t, f, `{"email":"anna@example.com","provider":"outlook.com","key":"linked"}`)
				w := f.do(http.MethodPost, "/v1/accounts", row.body)
				assert.Equal(t, row.status, w.Code)
				assert.Equal(t, row.code, codeOf(t, w))
			})
		})
	}
}

// link creates an account and has its owner consent.
func link(t *testing.T, f *fixture, body string) system.AccountID {
	t.Helper()
	w := f.do(http.MethodPost, "/v1/accounts", body)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	answer := decoded(t, w)
	back := f.get(callback("code", standin.Marker, "state", stateOf(t, answer["authorize_url"].(string))))
	require.Equal(t, http.StatusOK, back.Code, back.Body.String())
	return system.AccountID(answer["id"].(string))
}
