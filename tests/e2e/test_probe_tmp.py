def test_probe(open_desk):
    d=open_desk("a.secretary"); d.open("/app"); d.picture("home-secretary")
    d.open("/app/iso-procedure"); d.picture("list")
    d.open("/app/iso-procedure/new"); d.picture("procedure-form-new")
    d.add_row("steps") if False else None
