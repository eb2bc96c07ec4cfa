Console.Error.WriteLine("usage: opsportal compile|lint FILE…");
return 2;
