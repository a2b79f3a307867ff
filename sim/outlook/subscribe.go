package outlook

import "net/http"

// subscribe makes a subscription, once its receiver has proved itself (provider
// contract 6, 7).
func (c *call) subscribe() {
	w, ok := c.readWish()
	if !ok {
		return
	}
	if w.resource == "" || w.url == "" || len(w.kinds) == 0 || w.expires.IsZero() {
		c.fail(http.StatusBadRequest, codeSubscriptionPayload, unreadablePayload)
		return
	}
	if !c.isEvents(w.resource) {
		c.server.unknown(c.r, "a subscription to "+w.resource+" is not simulated")
		c.fail(http.StatusNotImplemented, codeNotImplemented, "")
		return
	}
	expires, ok := c.grantExpiry(w.expires)
	if !ok || !c.proved(w.url) {
		return
	}
	id := c.server.guid(c.grant.Mailbox, "subscription", "subscription tail", uint64(c.at.UnixNano()))
	x := &subscription{id: id, owner: c.owner, site: c.site, host: c.exchange.Host, tokenKind: c.grant.Kind,
		resource: w.resource, kinds: w.kinds, url: w.url, clientState: w.clientState, expires: expires}
	if w.clientState != "" && c.server.Told != nil {
		c.server.Told("the client state of a subscription", w.clientState)
	}
	c.server.noticeLane(c.grant.Mailbox) // given in the order of first subscriptions
	c.server.subscriptions.add(x)
	c.tellSubscription(http.StatusCreated, x)
}

// renew moves the expiry. Nothing else of a subscription can be changed here.
func (c *call) renew() {
	x, ok := c.findSubscription()
	if !ok {
		return
	}
	w, ok := c.readWish()
	if !ok {
		return
	}
	if w.expires.IsZero() || w.resource != "" || w.url != "" || w.clientState != "" || w.kinds != nil {
		c.fail(http.StatusBadRequest, codeSubscriptionPayload, unreadablePayload)
		return
	}
	expires, ok := c.grantExpiry(w.expires)
	if !ok {
		return
	}
	c.server.subscriptions.extend(x, expires)
	c.tellSubscription(http.StatusOK, x)
}

func (c *call) unsubscribe() {
	if x, ok := c.findSubscription(); ok {
		c.server.subscriptions.remove(x)
		c.w.WriteHeader(http.StatusNoContent)
	}
}

func (c *call) getSubscription() {
	if x, ok := c.findSubscription(); ok {
		c.tellSubscription(http.StatusOK, x)
	}
}

// findSubscription finds the one that the path names among those of the owner in
// this dialect, or answers the call.
func (c *call) findSubscription() (*subscription, bool) {
	x, ok := c.server.subscriptions.find(c.grant.Mailbox, c.keys.subscription, c.server.Clock.Now())
	if !ok || x.site.dialect != c.site.dialect {
		c.fail(http.StatusNotFound, codeResourceNotFound, "")
		return nil, false
	}
	return x, true
}

// tellSubscription answers with one. The shape in Outlook REST is unconfirmed.
func (c *call) tellSubscription(status int, x *subscription) {
	expires, _ := c.server.subscriptions.expiry(x, c.server.Clock.Now())
	if c.site.pascal {
		c.singleAs(status, c.site.base+"/$metadata#Me/Subscriptions/$entity", func(e *encoder) {
			e.text("@odata.type", "#Microsoft.OutlookServices.PushSubscription")
			e.text("@odata.id", c.site.base+"/Me/Subscriptions('"+x.id+"')")
			e.textField("id", x.id)
			e.textField("resource", x.resource)
			e.textField("changeType", x.changeType())
			e.textField("clientState", x.clientState)
			e.textField("notificationURL", x.url)
			e.textField("subscriptionExpirationDateTime", expiryStamp(expires))
		})
		return
	}
	c.singleAs(status, c.site.base+"/$metadata#subscriptions/$entity", func(e *encoder) {
		e.textField("id", x.id)
		e.textField("resource", x.resource)
		e.textField("applicationId", c.server.guid("", "application", "application tail", 0))
		e.textField("changeType", x.changeType())
		e.textField("clientState", x.clientState)
		e.textField("notificationUrl", x.url)
		e.rawField("notificationQueryOptions", "null")
		e.rawField("lifecycleNotificationUrl", "null")
		e.textField("expirationDateTime", expiryStamp(expires))
		e.textField("creatorId", graphID(x.owner.Spec()))
		for _, name := range []string{"includeResourceData", "latestSupportedTlsVersion", "encryptionCertificate", "encryptionCertificateId", "notificationUrlAppId"} {
			e.rawField(name, "null")
		}
	})
}
