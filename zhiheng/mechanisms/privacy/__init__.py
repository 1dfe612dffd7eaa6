"""个人信息: sealed where it is kept, masked where it is shown, and opened only for a purpose that is written down.

个人信息保护法 asks for the least that serves the purpose (art. 6), and for encryption and de-identification (art. 51).
``fields.SealedText`` keeps a text encrypted and bound to its row; reading it gives a mask. ``models.reveal`` is the one
way to the text, and leaves a row of who looked at what and why. ``masking`` finds numbers of people in texts that will
be published or logged.
"""
